package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts the system calls of a round trip: strace follows both sides of a ping-pong on one core,
 * once through few round trips and once through many; the difference leaves out the start.
 */
final class SystemCalls implements Scene {
  private static final int FEW = 1_000;
  private static final int MANY = 5_000;

  @Override
  public Map<String, List<Double>> measure(Contender contender, Scale scale, Stage stage) {
    int few = scale.count(FEW);
    int many = scale.count(MANY);
    Map<String, Double> before = count(contender, few, stage);
    Map<String, Double> after = count(contender, many, stage);
    Map<String, List<Double>> values = new TreeMap<>();
    after.forEach(
        (name, calls) ->
            values.put(
                name, List.of((calls - before.getOrDefault(name, 0.0)) / Math.max(1, many - few))));
    return values;
  }

  /** All calls of each side, and of each kind: {@code ping.calls}, {@code ping.calls.read}. */
  private static Map<String, Double> count(Contender contender, int roundTrips, Stage stage) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("cero-strace-");
      List<Role> roles = new ArrayList<>();
      roles.add(
          traced(folder, Role.of("echo", contender, "echo", "tcp://127.0.0.1:*", 10, roundTrips, 1))
              .ready(1));
      roles.add(traced(folder, Role.of("ping", contender, "ping", "@1", 10, roundTrips, 1)));
      stage.play(roles);
      Map<String, Double> calls = new HashMap<>();
      for (Role role : roles) {
        read(folder.resolve(role.name()), role.name() + ".calls", calls);
      }
      return calls;
    } catch (IOException e) {
      throw new BenchException("strace left no count: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  private static Role traced(Path folder, Role role) {
    return role.after(
        "taskset", "-c", "1", "strace", "-c", "-f", "-o", folder.resolve(role.name()).toString());
  }

  /** Reads strace's table: % time, seconds, usecs/call, calls, errors if any, name. */
  private static void read(Path file, String name, Map<String, Double> calls) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.strip().split("\\s+");
      if (words.length < 5 || !words[3].matches("[0-9]+")) {
        continue;
      }
      String kind = words[words.length - 1];
      calls.put(kind.equals("total") ? name : name + "." + kind, Double.parseDouble(words[3]));
    }
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
