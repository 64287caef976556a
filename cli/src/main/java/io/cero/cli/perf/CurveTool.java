package io.cero.cli.perf;

import picocli.CommandLine.Parameters;

/** A tool with the last argument of libzmq's throughput tools, which asks for CURVE. */
abstract class CurveTool extends TwoSidedTool {
  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "<enable-curve>",
      defaultValue = "0",
      description = "0; CURVE, libzmq's 1, is not there yet.")
  private int curve;

  @Override
  void begin(Report report) {
    if (curve != 0) {
      throw refusal("CURVE is not there yet: leave <enable-curve> out, or give 0");
    }
    super.begin(report);
  }
}
