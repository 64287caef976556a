package io.cero.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.AddressInUseException;
import io.cero.EndpointException;
import io.cero.IpcOptions;
import io.cero.KeepAlive;
import io.cero.SocksProxy;
import io.cero.TcpOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class TcpTransportTest {

  private static final TransportOptions DEFAULTS = TransportOptions.defaults();
  private static final TransportOptions IPV6 = with(TcpOptions.defaults().withIpv6(true));

  private static TransportOptions with(TcpOptions tcp) {
    return new TransportOptions(tcp, IpcOptions.defaults());
  }

  private static BoundChannel bind(String endpoint, TransportOptions options) throws IOException {
    return ((BindEndpoint) Endpoint.forBind(endpoint)).bind(options);
  }

  private static ConnectEndpoint forConnect(String endpoint) {
    return (ConnectEndpoint) Endpoint.forConnect(endpoint);
  }

  /** Connects and accepts through selectors, as the reactor does. */
  private record Pair(SocketChannel dialled, SocketChannel accepted) implements AutoCloseable {

    static Pair of(BoundChannel bound, ConnectEndpoint endpoint, TransportOptions options)
        throws IOException {
      SocketChannel dialled = endpoint.open(endpoint.resolve(options).get(0), options);
      assertFalse(dialled.isBlocking());
      try (Selector selector = Selector.open()) {
        SelectionKey connecting = dialled.register(selector, SelectionKey.OP_CONNECT);
        while (!dialled.finishConnect()) {
          selector.select();
        }
        connecting.cancel();
        bound.channel().register(selector, SelectionKey.OP_ACCEPT);
        SocketChannel accepted = bound.accept();
        while (accepted == null) {
          selector.select();
          accepted = bound.accept();
        }
        assertFalse(accepted.isBlocking());
        endpoint.connected(dialled);
        return new Pair(dialled, accepted);
      }
    }

    @Override
    public void close() throws IOException {
      dialled.close();
      accepted.close();
    }
  }

  @Test
  void shouldReportRealPortWhenPortIsWildcard() throws Exception {
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", DEFAULTS)) {
      int port = ((InetSocketAddress) bound.channel().getLocalAddress()).getPort();
      assertTrue(port > 0);
      assertEquals("tcp://127.0.0.1:" + port, bound.endpoint());
      assertFalse(bound.channel().isBlocking());
      assertNull(bound.accept());
    }
  }

  @Test
  void shouldListenOnIpv4OnlyWhenIpv6IsOff() throws Exception {
    try (BoundChannel bound = bind("tcp://*:0", DEFAULTS)) {
      assertTrue(bound.endpoint().startsWith("tcp://0.0.0.0:"), bound.endpoint());
    }
  }

  @Test
  void shouldAcceptBothFamiliesWhenIpv6IsOn() throws Exception {
    assumeIpv6();
    try (BoundChannel bound = bind("tcp://*:*", IPV6)) {
      assertTrue(bound.endpoint().startsWith("tcp://[::]:"), bound.endpoint());
      int port = ((InetSocketAddress) bound.channel().getLocalAddress()).getPort();
      try (Pair four = Pair.of(bound, forConnect("tcp://127.0.0.1:" + port), IPV6);
          Pair six = Pair.of(bound, forConnect("tcp://[::1]:" + port), IPV6)) {
        assertTrue(bound.describePeer(four.accepted()).startsWith("tcp://127.0.0.1:"));
        assertTrue(bound.describePeer(six.accepted()).startsWith("tcp://[::1]:"));
      }
    }
  }

  @Test
  void shouldTellNamesFromAddresses() {
    TransportOptions options = DEFAULTS;
    assertTrue(forConnect("tcp://localhost:5555").isName(options));
    assertFalse(forConnect("tcp://127.0.0.1:5555").isName(options));
    assertFalse(forConnect("tcp://[::1]:5555").isName(options));
  }

  @Test
  void shouldDescribePeersWhenConnected() throws Exception {
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", DEFAULTS);
        Pair pair = Pair.of(bound, forConnect(bound.endpoint()), DEFAULTS)) {
      ConnectEndpoint endpoint = forConnect(bound.endpoint());
      assertEquals(bound.endpoint(), endpoint.describe(pair.dialled().getRemoteAddress()));
      assertEquals(
          PeerAddress.text(pair.dialled().getLocalAddress()), bound.describePeer(pair.accepted()));
      assertEquals("127.0.0.1", PeerAddress.host(pair.dialled().getRemoteAddress()));
    }
  }

  @Test
  void shouldApplyOptionsToBothEndsWhenConnected() throws Exception {
    TransportOptions options =
        with(
            TcpOptions.defaults()
                .withSendBufferSize(20_000)
                .withReceiveBufferSize(30_000)
                .withTypeOfService(0x10)
                .withKeepAlive(
                    KeepAlive.on()
                        .withIdle(Duration.ofSeconds(77))
                        .withInterval(Duration.ofSeconds(7))
                        .withCount(5)));
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", options);
        Pair pair = Pair.of(bound, forConnect(bound.endpoint()), options)) {
      for (SocketChannel channel : List.of(pair.dialled(), pair.accepted())) {
        assertTrue(channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertTrue(channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertEquals(0x10, channel.getOption(StandardSocketOptions.IP_TOS));
        int send = channel.getOption(StandardSocketOptions.SO_SNDBUF);
        assertTrue(send == 20_000 || send == 40_000, "Linux doubles: " + send);
        int receive = channel.getOption(StandardSocketOptions.SO_RCVBUF);
        assertTrue(receive == 30_000 || receive == 60_000, "Linux doubles: " + receive);
        assertEquals(77, timing(channel, "TCP_KEEPIDLE"));
        assertEquals(7, timing(channel, "TCP_KEEPINTERVAL"));
        assertEquals(5, timing(channel, "TCP_KEEPCOUNT"));
      }
    }
  }

  @Test
  void shouldApplyTypeOfServiceWhenIpv6() throws Exception {
    assumeIpv6();
    TransportOptions options = with(TcpOptions.defaults().withTypeOfService(0x20));
    try (BoundChannel bound = bind("tcp://[::1]:*", options);
        Pair pair = Pair.of(bound, forConnect(bound.endpoint()), options)) {
      assertEquals(0x20, pair.dialled().getOption(StandardSocketOptions.IP_TOS));
    }
  }

  private static Object timing(SocketChannel channel, String name) throws IOException {
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(name)) {
        return channel.getOption(option);
      }
    }
    return Assumptions.abort(name + " is not available here");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldThrowAddressInUseWhenPortIsTakenAtAnAddressThatNoInterfaceLists() throws Exception {
    try (BoundChannel bound = bind("tcp://127.5.6.7:*", DEFAULTS)) {
      assertThrows(AddressInUseException.class, () -> bind(bound.endpoint(), DEFAULTS));
    }
  }

  @Test
  void shouldThrowAddressInUseWhenPortIsTaken() throws Exception {
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", DEFAULTS)) {
      AddressInUseException e =
          assertThrows(AddressInUseException.class, () -> bind(bound.endpoint(), DEFAULTS));
      assertTrue(e.getMessage().contains(bound.endpoint()), e.getMessage());
      String wildcard = bound.endpoint().replace("127.0.0.1", "*");
      assertThrows(AddressInUseException.class, () -> bind(wildcard, DEFAULTS));
    }
  }

  @Test
  void shouldBindAgainWhenClosed() throws Exception {
    String endpoint;
    try (BoundChannel bound = bind("tcp://127.83.12.7:*", DEFAULTS);
        Pair pair = Pair.of(bound, forConnect(bound.endpoint()), DEFAULTS)) {
      endpoint = bound.endpoint();
      pair.accepted().close(); // our end closes first, so the port is left in TIME_WAIT
    }
    for (int i = 0; i < 100; i++) {
      bind(endpoint, DEFAULTS).close();
    }
  }

  @Test
  void shouldSayWhyWhenAddressIsNotOfThisMachine() {
    EndpointException e =
        assertThrows(EndpointException.class, () -> bind("tcp://203.0.113.7:*", DEFAULTS));
    assertTrue(e.getMessage().contains("no interface"), e.getMessage());
  }

  @Test
  void shouldSayWhyWhenNameIsUnknown() {
    EndpointException e =
        assertThrows(EndpointException.class, () -> bind("tcp://nowhere.invalid:*", DEFAULTS));
    assertTrue(e.getMessage().contains("no interface and no host"), e.getMessage());
  }

  @Test
  void shouldBindInterfaceWhenNamed() throws Exception {
    String loopback =
        NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).getName();
    try (BoundChannel bound = bind("tcp://" + loopback + ":*", DEFAULTS)) {
      assertTrue(bound.endpoint().startsWith("tcp://127.0.0.1:"), bound.endpoint());
    }
    assumeIpv6();
    try (BoundChannel bound = bind("tcp://" + loopback + ":*", IPV6)) {
      assertTrue(bound.endpoint().startsWith("tcp://[::1]:"), bound.endpoint());
    }
  }

  @Test
  void shouldBindNameWhenResolvable() throws Exception {
    try (BoundChannel bound = bind("tcp://localhost:*", DEFAULTS)) {
      assertTrue(bound.endpoint().startsWith("tcp://127.0.0.1:"), bound.endpoint());
    }
  }

  @Test
  void shouldConnectFromSourceWhenGiven() throws Exception {
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", DEFAULTS)) {
      ConnectEndpoint endpoint =
          forConnect(bound.endpoint().replace("tcp://", "tcp://127.0.0.2:0;"));
      try (Pair pair = Pair.of(bound, endpoint, DEFAULTS)) {
        assertTrue(bound.describePeer(pair.accepted()).startsWith("tcp://127.0.0.2:"));
      }
    }
  }

  @Test
  void shouldFailAttemptWhenSourceDoesNotExist() throws Exception {
    ConnectEndpoint endpoint = forConnect("tcp://nosuchnic:0;127.0.0.1:9");
    List<SocketAddress> addresses = endpoint.resolve(DEFAULTS);
    IOException e =
        assertThrows(IOException.class, () -> endpoint.open(addresses.get(0), DEFAULTS));
    assertTrue(e.getMessage().contains("nosuchnic"), e.getMessage());
  }

  @Test
  void shouldFailAttemptWhenZoneDoesNotExist() {
    ConnectEndpoint endpoint = forConnect("tcp://[fe80::1%nosuchnic]:9");
    IOException e = assertThrows(IOException.class, () -> endpoint.resolve(DEFAULTS));
    assertTrue(e.getMessage().contains("nosuchnic"), e.getMessage());
  }

  @Test
  void shouldFailToResolveWhenNameIsUnknown() {
    ConnectEndpoint endpoint = forConnect("tcp://nowhere.invalid:9");
    assertThrows(IOException.class, () -> endpoint.resolve(DEFAULTS));
  }

  @Test
  void shouldResolveToProxyWhenProxied() throws Exception {
    ConnectEndpoint endpoint = forConnect("tcp://nowhere.invalid:9");
    TransportOptions proxied =
        with(TcpOptions.defaults().withSocksProxy(SocksProxy.at("::1", 1080)));
    assertEquals(
        List.of(new InetSocketAddress(InetAddress.getByName("::1"), 1080)),
        endpoint.resolve(proxied));
    assertNotNull(endpoint.proxyHandshake(proxied));
    assertNull(endpoint.proxyHandshake(DEFAULTS));
  }

  @Test
  void shouldAlternateFamiliesWhenSeveralAddresses() throws Exception {
    SocketAddress six1 = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 1);
    SocketAddress six2 = new InetSocketAddress(InetAddress.getByName("2001:db8::2"), 1);
    SocketAddress six3 = new InetSocketAddress(InetAddress.getByName("2001:db8::3"), 1);
    SocketAddress four1 = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 1);
    SocketAddress four2 = new InetSocketAddress(InetAddress.getByName("192.0.2.2"), 1);
    assertEquals(
        List.of(six1, four1, six2, four2, six3),
        TcpConnectEndpoint.alternating(List.of(six1, six2, six3, four1, four2)));
    assertEquals(
        List.of(four1, six1, four2), TcpConnectEndpoint.alternating(List.of(four1, four2, six1)));
  }

  @Test
  void shouldLeaveNoChannelOpenWhenRefused() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors));
    try (BoundChannel bound = bind("tcp://127.0.0.1:*", DEFAULTS)) {
      ConnectEndpoint taken = forConnect("tcp://203.0.113.7:0;" + bound.endpoint().substring(6));
      SocketAddress address = taken.resolve(DEFAULTS).get(0);
      int before = count(descriptors);
      for (int i = 0; i < 200; i++) {
        assertThrows(AddressInUseException.class, () -> bind(bound.endpoint(), DEFAULTS));
        assertThrows(EndpointException.class, () -> bind("tcp://203.0.113.7:*", DEFAULTS));
        assertThrows(IOException.class, () -> taken.open(address, DEFAULTS));
      }
      int after = count(descriptors);
      assertTrue(after < before + 100, before + " before, " + after + " after");
    }
  }

  private static int count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return (int) entries.count();
    }
  }

  @Test
  void shouldRefuseChannelWhenConnectedToItself() throws Exception {
    int port;
    try (BoundChannel bound = bind("tcp://127.83.12.8:*", DEFAULTS)) {
      port = ((InetSocketAddress) bound.channel().getLocalAddress()).getPort();
    }
    ConnectEndpoint endpoint = forConnect("tcp://127.83.12.8:" + port + ";127.83.12.8:" + port);
    try (SocketChannel channel = endpoint.open(endpoint.resolve(DEFAULTS).get(0), DEFAULTS);
        Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_CONNECT);
      while (!channel.finishConnect()) {
        selector.select();
      }
      assertThrows(ConnectException.class, () -> endpoint.connected(channel));
    }
  }

  @Test
  void shouldWriteShortestFormWhenIpv6() throws Exception {
    assertEquals("::", format("::"));
    assertEquals("::1", format("::1"));
    assertEquals("1::", format("1::"));
    assertEquals("2001:db8::1:0:0:1", format("2001:db8:0:0:1:0:0:1"));
    assertEquals("2001:db8:0:1:1:1:1:1", format("2001:db8:0:1:1:1:1:1"));
    assertEquals("1:2:3:4:5:6:7:8", format("1:2:3:4:5:6:7:8"));
    assertEquals("0:1:2:3:4:5:6:7", format("0:1:2:3:4:5:6:7"));
    assertEquals("192.0.2.1", format("192.0.2.1"));
  }

  private static String format(String address) throws IOException {
    return NumericAddress.format(InetAddress.getByName(address));
  }

  private static void assumeIpv6() throws IOException {
    Assumptions.assumeTrue(
        NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "no IPv6 here");
  }
}
