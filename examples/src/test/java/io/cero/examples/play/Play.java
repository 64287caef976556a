package io.cero.examples.play;

import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.testkit.RunningProgram;

/** Starts demos beside a test. */
public final class Play {
  /** An endpoint that is bound to a port of the system's choice. */
  public static final String ANY = "tcp://127.0.0.1:*";

  private Play() {}

  /**
   * Starts a demo.
   *
   * @param given the names and values of its arguments, in turn
   */
  public static RunningProgram start(Demo demo, String... given) {
    Arguments arguments = demo.arguments();
    for (int i = 0; i < given.length; i += 2) {
      arguments = arguments.with(given[i], given[i + 1]);
    }
    return start(demo, arguments);
  }

  /** Starts a demo with these arguments. */
  public static RunningProgram start(Demo demo, Arguments arguments) {
    return RunningProgram.start(demo.name(), out -> demo.run(arguments, out));
  }
}
