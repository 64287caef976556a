package io.cero.cli.perf;

import picocli.CommandLine.Parameters;

/** A tool that is both sides, and has a size and a count. */
abstract class OneSidedTool extends RepeatedTool {
  @Parameters(index = "0", paramLabel = "<message-size>", description = "Bytes of each message.")
  private int size;

  @Override
  final int size() {
    return size;
  }
}
