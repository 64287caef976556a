package io.cero.benchmarks;

/** A measurement that could not be made, with the reason and what to do. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }
}
