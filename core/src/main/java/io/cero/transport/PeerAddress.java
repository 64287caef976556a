package io.cero.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** How the address of a socket is shown to people and to applications. */
public final class PeerAddress {

  private PeerAddress() {}

  /** Returns the address as an endpoint, for example {@code tcp://[::1]:5555}. */
  public static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      String host = NumericAddress.format(inet.getAddress());
      return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
    if (address instanceof UnixDomainSocketAddress unix) {
      return "ipc://" + unix.getPath();
    }
    return address.toString();
  }

  /** Returns the numeric host alone; the empty text for addresses that have none. */
  public static String host(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() != null
        ? NumericAddress.format(inet.getAddress())
        : "";
  }
}
