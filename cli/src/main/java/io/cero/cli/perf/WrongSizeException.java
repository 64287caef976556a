package io.cero.cli.perf;

/** A message came that has not the size which the command line says. */
final class WrongSizeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongSizeException(long size, int expected) {
    super(
        "message of incorrect size received: "
            + size
            + " bytes in place of "
            + expected
            + "; give both sides the same message size");
  }
}
