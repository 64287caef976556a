package io.cero;

import java.util.Objects;

/**
 * The security mechanism of a socket, and its role. Both ends must have the same mechanism, in
 * opposite roles where it has roles, or the handshake fails.
 */
public sealed interface Security permits Security.None, Security.PlainClient, Security.PlainServer {
  /** Returns no security: the NULL mechanism. */
  static Security none() {
    return None.NULL;
  }

  /**
   * Returns the client's side of PLAIN: name and password in clear text.
   *
   * @param user at most 255 bytes of UTF-8
   * @param password at most 255 bytes of UTF-8
   * @throws OptionException if one is longer
   */
  static Security plainClient(String user, String password) {
    return new PlainClient(user, password);
  }

  /** Returns the server's side of PLAIN, which asks this authenticator about every client. */
  static Security plainServer(PlainAuthenticator authenticator) {
    return new PlainServer(authenticator);
  }

  /** Returns the mechanism's name as the greeting carries it: {@code NULL}, {@code PLAIN}. */
  String mechanism();

  /** No security (RFC 37, "The NULL Security Mechanism"). */
  enum None implements Security {
    /** The only value. */
    NULL;

    @Override
    public String mechanism() {
      return "NULL";
    }
  }

  /**
   * The client's side of PLAIN (RFC 24).
   *
   * @param user who we are, at most 255 bytes of UTF-8
   * @param password our password, at most 255 bytes of UTF-8
   */
  record PlainClient(String user, String password) implements Security {
    /** Checks the lengths. */
    public PlainClient {
      OptionCheck.shortText("security user", user, 0);
      OptionCheck.shortText("security password", password, 0);
    }

    @Override
    public String mechanism() {
      return "PLAIN";
    }

    /** Shows everything but the password. */
    @Override
    public String toString() {
      return "PlainClient[user=" + user + "]";
    }
  }

  /**
   * The server's side of PLAIN (RFC 24).
   *
   * @param authenticator who decides about every client
   */
  record PlainServer(PlainAuthenticator authenticator) implements Security {
    /** Refuses null. */
    public PlainServer {
      Objects.requireNonNull(authenticator, "authenticator");
    }

    @Override
    public String mechanism() {
      return "PLAIN";
    }
  }
}
