package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the system calls of a round trip: of both sides of a ping-pong on one core, once with few
 * round trips and once with many; the difference leaves out the start.
 */
final class SystemCalls implements Scene {
  private static final int MORE = 5;

  @Override
  public Map<String, List<Double>> measure(Contender contender, Scale scale, Stage stage) {
    CallCounter counter = CallCounter.best();
    int few = scale.count(counter.roundTrips);
    int many = scale.count(counter.roundTrips * MORE);
    Map<String, Double> before = count(counter, contender, few, stage);
    Map<String, Double> after = count(counter, contender, many, stage);
    Map<String, List<Double>> values = new TreeMap<>();
    after.forEach(
        (name, calls) ->
            values.put(name, List.of((calls - before.get(name)) / Math.max(1, many - few))));
    return values;
  }

  /** All calls of each side. */
  private static Map<String, Double> count(
      CallCounter counter, Contender contender, int roundTrips, Stage stage) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("cero-calls-");
      Role echo = Role.of("echo", contender, "echo", "tcp://127.0.0.1:*", 10, roundTrips, 1);
      Role ping = Role.of("ping", contender, "ping", "@1", 10, roundTrips, 1);
      stage.play(List.of(counted(counter, folder, echo).ready(1), counted(counter, folder, ping)));
      Map<String, Double> calls = new TreeMap<>();
      for (Role role : List.of(echo, ping)) {
        calls.put(role.name() + ".calls", counter.read(folder.resolve(role.name())));
      }
      return calls;
    } catch (IOException e) {
      throw new BenchException("the system calls were not counted: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  private static Role counted(CallCounter counter, Path folder, Role role) {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", "1"));
    command.addAll(counter.command(folder.resolve(role.name())));
    return role.after(command.toArray(String[]::new));
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    for (String name : List.of("echo", "ping")) {
      folder.resolve(name).toFile().delete();
    }
    folder.toFile().delete();
  }
}
