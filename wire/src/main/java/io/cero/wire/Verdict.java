package io.cero.wire;

import java.util.Optional;

/** What an authenticator says of a peer's credentials (RFC 27, status codes). */
public sealed interface Verdict {
  /** Status 200. The user id, where there is one, goes along with the peer's messages. */
  record Accepted(Optional<String> userId) implements Verdict {}

  /**
   * Refused: the connection is closed.
   *
   * @param statusCode 300 (try again later; the peer is told nothing), 400 (refused) or 500 (the
   *     authenticator failed)
   * @param text why, for this side's logs; it is not sent
   */
  record Refused(int statusCode, String text) implements Verdict {
    public Refused {
      if (statusCode != 300 && statusCode != 400 && statusCode != 500) {
        throw new IllegalArgumentException(
            "A refusal has the status 300, 400 or 500, not " + statusCode);
      }
    }
  }

  /** Accepted as that user. */
  static Verdict accept(String userId) {
    return new Accepted(Optional.of(userId));
  }

  /** Accepted, without a user id. */
  static Verdict accept() {
    return new Accepted(Optional.empty());
  }

  /** Refused for good, with status 400. */
  static Verdict refuse(String text) {
    return new Refused(400, text);
  }
}
