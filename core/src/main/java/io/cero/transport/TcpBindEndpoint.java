package io.cero.transport;

import io.cero.AddressInUseException;
import io.cero.EndpointException;
import io.cero.TcpOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** A tcp address to listen on. */
record TcpBindEndpoint(String text, HostAndPort local) implements BindEndpoint {

  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  @Override
  public BoundChannel bind(TransportOptions options) throws IOException {
    boolean ipv6 = options.tcp().ipv6();
    try {
      return bind(LocalAddress.resolve(text, local, ipv6, true), options.tcp());
    } catch (UnsupportedOperationException e) {
      if (ipv6 && local.isWildcard()) { // every interface of a machine without IPv6
        return bind(LocalAddress.resolve(text, local, false, true), options.tcp());
      }
      throw new EndpointException(text, "this JVM runs without IPv6; use an IPv4 address", e);
    }
  }

  private BoundChannel bind(InetSocketAddress address, TcpOptions options) throws IOException {
    boolean ipv6 = address.getAddress() instanceof Inet6Address;
    ServerSocketChannel channel =
        ServerSocketChannel.open(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      channel.configureBlocking(false);
      if (!WINDOWS) { // there it would let two sockets share a port
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      int receiveBufferSize = options.receiveBufferSize();
      if (receiveBufferSize > 0) { // before listening, so that the window can scale
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferSize);
      }
      channel.bind(address, options.backlog());
      return new TcpBoundChannel(channel, PeerAddress.text(channel.getLocalAddress()), options);
    } catch (BindException e) {
      channel.close();
      throw refused(address, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The JDK has one exception for three refusals and tells them apart in words only. */
  private RuntimeException refused(InetSocketAddress address, BindException cause)
      throws IOException {
    if (!address.getAddress().isAnyLocalAddress() && !isOurs(address.getAddress())) {
      return new EndpointException(
          text, "no interface of this machine has this address; use one that has, or *", cause);
    }
    if (isPrivileged(address.getPort())
        && String.valueOf(cause.getMessage()).contains("ermission")) {
      return new EndpointException(
          text,
          "ports below 1024 need a privilege that this process lacks; use a higher one",
          cause);
    }
    return new AddressInUseException(text, cause);
  }

  /**
   * Whether a port of the system's choice can be bound there. The lists of the interfaces do not
   * tell: all of 127.0.0.0/8 is ours, and one address of it is listed.
   */
  private static boolean isOurs(InetAddress address) throws IOException {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static boolean isPrivileged(int port) {
    return port > 0 && port < FIRST_UNPRIVILEGED_PORT;
  }

  @Override
  public String toString() {
    return text;
  }
}
