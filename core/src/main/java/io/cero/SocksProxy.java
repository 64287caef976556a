package io.cero;

import java.util.Optional;

/**
 * A SOCKS5 proxy (RFC 1928) through which TCP connections are made.
 *
 * @param host the proxy's name or address
 * @param port the proxy's port, 1 to 65535
 * @param user whose name is given to a proxy that asks for one (RFC 1929), 1 to 255 bytes of UTF-8;
 *     empty to use the proxy without
 * @param password the user's password, 0 to 255 bytes of UTF-8
 */
public record SocksProxy(String host, int port, Optional<String> user, String password) {
  /**
   * Checks the values.
   *
   * @throws OptionException if one is out of its range
   */
  public SocksProxy {
    OptionCheck.shortText("socksProxy host", host, 1);
    OptionCheck.between("socksProxy port", port, 1, 65_535);
    user.ifPresent(name -> OptionCheck.shortText("socksProxy user", name, 1));
    OptionCheck.shortText("socksProxy password", password, 0);
  }

  /** Returns the proxy that asks for no user. */
  public static SocksProxy at(String host, int port) {
    return new SocksProxy(host, port, Optional.empty(), "");
  }

  /** Returns this proxy used with a name and a password. */
  public SocksProxy withUser(String user, String password) {
    return new SocksProxy(host, port, Optional.of(user), password);
  }

  /** Shows everything but the password. */
  @Override
  public String toString() {
    return "SocksProxy[" + user.map(name -> name + "@").orElse("") + host + ":" + port + "]";
  }
}
