package io.cero;

import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that cannot be used: malformed, of a scheme that is not known, not available on this
 * machine, or not bound or connected when it was to be unbound or disconnected. Correct the
 * endpoint; an unknown scheme's message lists the known ones.
 */
public final class EndpointException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** The endpoint as the caller gave it. */
  private final String endpoint;

  /**
   * Says what is wrong with an endpoint.
   *
   * @param endpoint the endpoint as the caller gave it
   * @param reason what is wrong and what to do, for instance {@code "the port must be 0 to 65535"}
   */
  public EndpointException(String endpoint, String reason) {
    this(endpoint, reason, null);
  }

  /**
   * Says what is wrong with an endpoint.
   *
   * @param endpoint the endpoint as the caller gave it
   * @param reason what is wrong and what to do
   * @param cause what the system said
   */
  public EndpointException(String endpoint, String reason, @Nullable Throwable cause) {
    super("'" + printable(endpoint) + "': " + reason, cause);
    this.endpoint = endpoint;
  }

  /** A text that may come from anywhere, with nothing in it that moves a terminal's cursor. */
  private static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      printable.append(
          Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
    }
    return printable.toString();
  }

  /**
   * An endpoint whose scheme nobody serves.
   *
   * @param endpoint the endpoint as the caller gave it
   * @param knownSchemes the schemes that are served, for instance {@code tcp}, {@code ipc}
   * @return the exception, to be thrown
   */
  public static EndpointException unknownScheme(String endpoint, Collection<String> knownSchemes) {
    StringBuilder known = new StringBuilder();
    for (String scheme : new TreeSet<>(knownSchemes)) {
      known.append(known.length() == 0 ? "" : ", ").append(scheme).append("://");
    }
    return new EndpointException(endpoint, "no transport serves this scheme; use one of " + known);
  }

  /** Returns the endpoint as the caller gave it. */
  public String endpoint() {
    return endpoint;
  }
}
