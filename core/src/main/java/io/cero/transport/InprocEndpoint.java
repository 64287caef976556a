package io.cero.transport;

/**
 * A name inside one context, {@code inproc://name}. Any characters will do, in any number.
 *
 * @param text the whole text
 * @param name the part after {@code inproc://}, never empty
 */
public record InprocEndpoint(String text, String name) implements Endpoint {

  /** The scheme of names inside a context. */
  public static final String SCHEME = "inproc";

  @Override
  public String toString() {
    return text;
  }
}
