package io.cero.cli.perf;

import picocli.CommandLine.Parameters;

/** A tool that is one side of two, and has an endpoint, a size and a count. */
abstract class TwoSidedTool extends RepeatedTool {
  @Parameters(index = "1", paramLabel = "<message-size>", description = "Bytes of each message.")
  private int size;

  @Override
  final int size() {
    return size;
  }

  /** What is bound or connected to. */
  abstract String endpoint();

  @Override
  void begin(Report report) {
    requireReachable(endpoint());
    report.parameter("endpoint", endpoint());
    super.begin(report);
  }
}
