package io.cero.transport;

import io.cero.EndpointException;

/** The two halves of an endpoint's text, neither of them empty. */
record SchemeAndAddress(String scheme, String address) {

  private static final String SEPARATOR = "://";

  static SchemeAndAddress of(String text) {
    int separator = text.indexOf(SEPARATOR);
    if (separator < 1 || separator + SEPARATOR.length() == text.length()) {
      throw new EndpointException(
          text, "an endpoint is scheme://address, for example tcp://127.0.0.1:5555");
    }
    return new SchemeAndAddress(
        text.substring(0, separator), text.substring(separator + SEPARATOR.length()));
  }

  boolean isInproc() {
    return scheme.equals(InprocEndpoint.SCHEME);
  }
}
