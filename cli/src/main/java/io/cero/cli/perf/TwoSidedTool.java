package io.cero.cli.perf;

/** A tool that is one side of two, and has an endpoint, a size and a count. */
abstract class TwoSidedTool extends RepeatedTool {
  /** What is bound or connected to. */
  abstract String endpoint();

  @Override
  void begin(Report report) {
    report.parameter("endpoint", endpoint());
    super.begin(report);
  }
}
