package io.cero.cli.perf;

import picocli.CommandLine.Option;

/** How often a tool measures, and what it does before. */
final class Repetition {
  @Option(
      names = "--warmup",
      paramLabel = "<count>",
      defaultValue = "0",
      description =
          "So many messages (round trips, connections) first that are not measured; default 0."
              + " Both sides need the same, or the other one a larger count.")
  private long warmup;

  @Option(
      names = "--rounds",
      paramLabel = "<count>",
      defaultValue = "1",
      description =
          "Measure so often, one round right behind the other, and print the median as well;"
              + " default 1. Both sides need the same, or the other one a larger count.")
  private int rounds;

  long warmup() {
    return warmup;
  }

  int rounds() {
    return rounds;
  }

  /** How many messages pass in all if a round has so many. */
  long total(long count) {
    return warmup + rounds * count;
  }
}
