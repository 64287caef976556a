package io.cero.campaigns.frame;

/** A campaign cannot run here; the message says what it needs. */
public final class MissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MissingException(String message) {
    super(message);
  }
}
