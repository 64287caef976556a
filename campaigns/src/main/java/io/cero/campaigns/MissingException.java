package io.cero.campaigns;

/** A campaign cannot run here; the message says what it needs. */
final class MissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingException(String message) {
    super(message);
  }
}
