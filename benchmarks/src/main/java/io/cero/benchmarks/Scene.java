package io.cero.benchmarks;

import java.util.List;
import java.util.Map;

/** How a line is measured once for one contender. */
@FunctionalInterface
interface Scene {
  /** Measures; returns values by name, one for each round. */
  Map<String, List<Double>> measure(Contender contender, Scale scale, Stage stage);

  /** The processes of a scene, in the order in which they are started. */
  @FunctionalInterface
  interface Cast {
    List<Role> roles(Contender contender, Scale scale);
  }

  /** Plays the processes once. */
  static Scene of(Cast cast) {
    return (contender, scale, stage) -> stage.play(cast.roles(contender, scale));
  }
}
