package io.cero;

/**
 * Who decides, at a PLAIN server, whether a client may come in (RFC 24).
 *
 * <p>Called once per handshake, on whichever thread drives the connection, and by several threads
 * at once: it must be thread-safe and must not block. What it throws refuses that one client.
 */
@FunctionalInterface
public interface PlainAuthenticator {
  /**
   * Decides on one client. An accepted client's name becomes the user id of its messages.
   *
   * @param user the name that the client gave, 0 to 255 bytes decoded as UTF-8
   * @param password the password that the client gave, 0 to 255 bytes decoded as UTF-8
   * @param address the client's address, for instance {@code 127.0.0.1:40312}
   * @return whether the client may come in
   */
  boolean accepts(String user, String password, String address);
}
