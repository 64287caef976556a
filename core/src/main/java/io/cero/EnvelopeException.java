package io.cero;

/**
 * A message was to be read as a reply envelope and is not one: no empty delimiter, nothing behind
 * it, or an address longer than 255 bytes. Drop the message, as REP does, or look first with {@link
 * Envelope#tryParse(Message)}.
 */
public final class EnvelopeException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing.
   *
   * @param message what is wrong with the message
   */
  public EnvelopeException(String message) {
    super(message);
  }
}
