package io.cero.cli.perf;

/** A run cannot go on; what it has measured stands. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
