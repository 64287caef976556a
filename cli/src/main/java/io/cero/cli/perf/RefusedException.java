package io.cero.cli.perf;

/** What the command line asks for is not possible here. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
