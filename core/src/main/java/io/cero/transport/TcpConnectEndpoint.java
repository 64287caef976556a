package io.cero.transport;

import io.cero.EndpointException;
import io.cero.SocksProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tcp address to dial, with the address to dial from where one is given. */
record TcpConnectEndpoint(String text, @Nullable HostAndPort source, HostAndPort target)
    implements ConnectEndpoint {

  @Override
  public boolean isName(TransportOptions options) {
    try {
      return dialled(options).literal() == null;
    } catch (EndpointException malformed) {
      return true; // resolving says so
    }
  }

  @Override
  public List<SocketAddress> resolve(TransportOptions options) throws IOException {
    try {
      HostAndPort host = dialled(options);
      if (host.literal() == null) {
        return lookUp(host, options);
      }
      InetAddress address = NumericAddress.withZone(text, host.literal(), host.zone());
      return List.of(new InetSocketAddress(address, host.port()));
    } catch (EndpointException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private HostAndPort dialled(TransportOptions options) {
    SocksProxy proxy = options.tcp().socksProxy().orElse(null);
    return proxy == null ? target : HostAndPort.of(proxy);
  }

  private List<SocketAddress> lookUp(HostAndPort host, TransportOptions options)
      throws IOException {
    List<SocketAddress> wanted = new ArrayList<>();
    for (InetAddress address : InetAddress.getAllByName(host.host())) {
      if (isWanted(address, options)) {
        wanted.add(new InetSocketAddress(address, host.port()));
      }
    }
    if (wanted.isEmpty()) {
      throw new UnknownHostException(
          host.host()
              + (options.tcp().ipv6()
                  ? " has no address of the source's family"
                  : " has no IPv4 address, and ipv6 is off"));
    }
    return alternating(wanted);
  }

  private boolean isWanted(InetAddress address, TransportOptions options) {
    boolean ipv6 = address instanceof Inet6Address;
    if (source != null && source.literal() != null) {
      return ipv6 == source.literal() instanceof Inet6Address;
    }
    return options.tcp().ipv6() || !ipv6;
  }

  /** Lets the families take turns, beginning with the resolver's first (RFC 8305 section 4). */
  static List<SocketAddress> alternating(List<SocketAddress> addresses) {
    Deque<SocketAddress> first = new ArrayDeque<>();
    Deque<SocketAddress> second = new ArrayDeque<>();
    for (SocketAddress address : addresses) {
      (isIpv6(address) == isIpv6(addresses.get(0)) ? first : second).add(address);
    }
    List<SocketAddress> inTurn = new ArrayList<>(addresses.size());
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        inTurn.add(first.remove());
      }
      if (!second.isEmpty()) {
        inTurn.add(second.remove());
      }
    }
    return inTurn;
  }

  private static boolean isIpv6(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
  }

  @Override
  public SocketChannel open(SocketAddress address, TransportOptions options) throws IOException {
    boolean ipv6 = isIpv6(address);
    SocketChannel channel = open(ipv6);
    try {
      channel.configureBlocking(false);
      TcpSettings.apply(channel, options.tcp());
      if (source != null) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(LocalAddress.resolve(text, source, ipv6, false));
      }
      channel.connect(address);
      return channel;
    } catch (EndpointException | IllegalArgumentException e) {
      channel.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SocketChannel open(boolean ipv6) throws IOException {
    try {
      return SocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this JVM runs without IPv6", e);
    }
  }

  /** Refuses the connection that a port of this machine made to itself while nobody listened. */
  @Override
  public void connected(SocketChannel channel) throws IOException {
    if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
      throw new ConnectException("nobody listens on " + describe(channel.getRemoteAddress()));
    }
  }

  @Override
  public @Nullable Socks5Handshake proxyHandshake(TransportOptions options) {
    SocksProxy proxy = options.tcp().socksProxy().orElse(null);
    return proxy == null
        ? null
        : new Socks5Handshake(proxy, target.host(), target.literal(), target.port());
  }

  @Override
  public String describe(SocketAddress address) {
    return PeerAddress.text(address);
  }

  @Override
  public String toString() {
    return text;
  }
}
