package io.cero.wire;

import java.util.Arrays;

/**
 * A user name and a password, each 0 to 255 octets (RFC 24).
 *
 * <p>Octets, as the RFC knows no encoding; libzmq's users mostly put UTF-8 in. {@code toString}
 * keeps the password to itself.
 */
public record Credentials(byte[] username, byte[] password) {
  private static final int LONGEST = 255;

  /**
   * Copies both.
   *
   * @throws IllegalArgumentException if one is longer than 255 octets
   */
  public Credentials {
    username = require(username, "user name");
    password = require(password, "password");
  }

  private static byte[] require(byte[] octets, String what) {
    if (octets.length > LONGEST) {
      throw new IllegalArgumentException(
          "A " + what + " has at most 255 octets; this one has " + octets.length);
    }
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credentials that
        && Arrays.equals(username, that.username)
        && Arrays.equals(password, that.password);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(username);
  }

  @Override
  public String toString() {
    return "Credentials[username=" + Printable.text(username) + ", password=…]";
  }
}
