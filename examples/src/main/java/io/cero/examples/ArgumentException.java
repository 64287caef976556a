package io.cero.examples;

/** An argument with which a program cannot run; the message says what to give instead. */
public final class ArgumentException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message which argument, and what to give instead
   */
  public ArgumentException(String message) {
    super(message);
  }
}
