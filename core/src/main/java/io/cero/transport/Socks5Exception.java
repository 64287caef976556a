package io.cero.transport;

import java.io.IOException;

/**
 * A SOCKS5 proxy that refused, or that does not speak the protocol. The connection is of no use.
 */
public final class Socks5Exception extends IOException {
  private static final long serialVersionUID = 1L;

  Socks5Exception(String message) {
    super(message);
  }
}
