package io.cero;

/**
 * Something that this build, this platform or this kind of socket cannot do. The message says what,
 * why, and what to use in its place.
 */
public final class UnsupportedFeatureException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is not there.
   *
   * @param message what is not there, why, and what to use in its place
   */
  public UnsupportedFeatureException(String message) {
    super(message);
  }
}
