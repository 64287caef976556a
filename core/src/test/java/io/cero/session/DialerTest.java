package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.FreshOptions;
import io.cero.HandshakeFailure;
import io.cero.Reconnect;
import io.cero.Reconnect.StopCondition;
import io.cero.ReqOptions;
import io.cero.SocketEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a dialer goes about addresses that answer, refuse, hang or are not there. */
class DialerTest {
  private static final Duration SHORT = Duration.ofMillis(2);

  private Rig rig;

  @BeforeEach
  void open() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static ReqOptions often() {
    return FreshOptions.req().reconnect(Reconnect.every(SHORT));
  }

  private void assertEstablished(ServerSocket listener) {
    try (RawClient peer = RawClient.accept(listener)) {
      peer.handshake("REP");
      SocketEvent.HandshakeSucceeded done = rig.event(SocketEvent.HandshakeSucceeded.class);
      assertEquals("tcp://127.0.0.1:" + listener.getLocalPort(), done.address());
    }
  }

  @Test
  void shouldTryAgainWithTheIntervalsThatItAnnouncesWhenRefused() throws IOException {
    Reconnect backingOff = Reconnect.every(SHORT).withMaximumInterval(SHORT.multipliedBy(8));
    rig.dial(FreshOptions.req().reconnect(backingOff), Rig.to(Rig.refusing()));
    for (int factor : new int[] {1, 2, 4, 8, 8, 8}) {
      SocketEvent.ConnectRetried retried = rig.event(SocketEvent.ConnectRetried.class);
      Duration most = SHORT.multipliedBy(factor);
      assertTrue(retried.interval().compareTo(most) <= 0, retried::toString);
      assertTrue(
          retried.interval().compareTo(most.multipliedBy(3).dividedBy(4)) >= 0, retried::toString);
      assertTrue(retried.text().contains("refused"), retried::toString);
    }
  }

  @Test
  void shouldStopWhenRefusedIfToldTo() throws IOException {
    Reconnect stopping = Reconnect.every(SHORT).withStopOn(StopCondition.CONNECTION_REFUSED);
    rig.dial(FreshOptions.req().reconnect(stopping), Rig.to(Rig.refusing()));
    assertTrue(rig.event(SocketEvent.ConnectStopped.class).text().contains("refused"));
    rig.event(SocketEvent.Closed.class);
  }

  @Test
  void shouldStopAfterTheFirstTryIfReconnectingIsOff() throws IOException {
    rig.dial(FreshOptions.req().reconnect(Reconnect.never()), Rig.to(Rig.refusing()));
    assertTrue(rig.event(SocketEvent.ConnectStopped.class).text().contains("refused"));
    rig.event(SocketEvent.Closed.class);
  }

  @Test
  void shouldStopWhenTheHandshakeFailsIfToldTo() throws IOException {
    Reconnect stopping = Reconnect.every(SHORT).withStopOn(StopCondition.HANDSHAKE_FAILED);
    try (ServerSocket listener = Rig.listener()) {
      rig.dial(FreshOptions.req().reconnect(stopping), Rig.to(listener.getLocalSocketAddress()));
      try (RawClient peer = RawClient.accept(listener)) {
        peer.write(Zmtp.text("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertEquals(
            HandshakeFailure.NOT_ZMTP, rig.event(SocketEvent.HandshakeFailed.class).reason());
        rig.event(SocketEvent.ConnectStopped.class);
        rig.event(SocketEvent.Closed.class);
      }
    }
  }

  @Test
  void shouldLookTheNameUpForEveryTryAndNeverOnTheReactor() throws IOException {
    try (ServerSocket listener = Rig.listener()) {
      Rig.Scripted endpoint =
          new Rig.Scripted() {
            @Override
            List<SocketAddress> addresses() throws IOException {
              if (resolvedOn.size() < 3) {
                throw new UnknownHostException("scripted: no such name");
              }
              return List.of(listener.getLocalSocketAddress());
            }
          };
      rig.dial(often(), endpoint);
      assertTrue(rig.event(SocketEvent.ConnectRetried.class).text().contains("no such name"));
      assertTrue(rig.event(SocketEvent.ConnectRetried.class).text().contains("no such name"));
      assertEstablished(listener); // and the connection is lost again
      assertEstablished(listener);
      assertTrue(endpoint.resolvedOn.size() >= 4, "it is looked up for each connection");
      assertEquals(Set.of("rig-resolver"), Set.copyOf(endpoint.resolvedOn));
    }
  }

  @Test
  void shouldTakeTheLiveAddressWhenOthersAreDead() throws IOException {
    try (ServerSocket listener = Rig.listener()) {
      rig.dial(
          often(),
          Rig.to(
              InetSocketAddress.createUnresolved("unreachable", 1),
              Rig.refusing(),
              Rig.refusing(),
              listener.getLocalSocketAddress()));
      assertEstablished(listener);
    }
  }

  @Test
  void shouldTakeTheLiveAddressBesideOneThatHangs() throws IOException {
    try (Hanging hanging = new Hanging();
        ServerSocket listener = Rig.listener()) {
      rig.dial(often(), Rig.to(hanging.address(), listener.getLocalSocketAddress()));
      assertEstablished(listener);
    }
  }

  @Test
  void shouldGiveATryUpAtTheConnectTimeout() throws IOException {
    try (Hanging hanging = new Hanging()) {
      rig.dial(
          often().tcp(t -> t.withConnectTimeout(Duration.ofMillis(30))),
          Rig.to(hanging.address(), hanging.address()));
      assertTrue(rig.event(SocketEvent.ConnectRetried.class).text().contains("no answer"));
      assertTrue(rig.event(SocketEvent.ConnectRetried.class).text().contains("no answer"));
    }
  }

  @Test
  void shouldEndWhileItDialsOrWaitsOrOpens() throws IOException {
    try (Hanging hanging = new Hanging();
        ServerSocket listener = Rig.listener()) {
      rig.dial(often(), Rig.to(hanging.address())).close();
      rig.event(SocketEvent.Closed.class);
      Dialer waiting =
          rig.dial(
              FreshOptions.req().reconnect(Reconnect.every(Duration.ofHours(1))),
              Rig.to(Rig.refusing()));
      rig.event(SocketEvent.ConnectRetried.class);
      waiting.close();
      rig.event(SocketEvent.Closed.class);
      Dialer opening = rig.dial(often(), Rig.to(listener.getLocalSocketAddress()));
      rig.event(SocketEvent.Connected.class);
      opening.close();
      rig.event(SocketEvent.Closed.class);
      try (RawClient peer = RawClient.accept(listener)) {
        peer.awaitEnd();
      }
    }
  }

  @Test
  void shouldComeBackWhenTheConnectionIsLostAtEveryByteOfTheHandshake() throws IOException {
    byte[] whole = Zmtp.handshake("REP");
    try (ServerSocket listener = Rig.listener()) {
      int sockets = Siege.sockets();
      rig.dial(often(), Rig.to(listener.getLocalSocketAddress()));
      for (int cut = 0; cut < whole.length; cut++) {
        RawClient peer = RawClient.accept(listener);
        peer.write(java.util.Arrays.copyOf(whole, cut));
        if (cut % 2 == 0) {
          peer.reset();
        } else {
          peer.halfClose();
          peer.awaitEnd();
          peer.close();
        }
        rig.event(SocketEvent.ConnectRetried.class);
      }
      assertEstablished(listener);
      rig.event(SocketEvent.Disconnected.class);
      rig.event(SocketEvent.ConnectRetried.class);
      assertTrue(Siege.sockets() <= sockets + 3, "descriptors leak");
    }
  }

  /** A port whose backlog is full, so that it answers nobody. */
  private static final class Hanging implements AutoCloseable {
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<SocketChannel> crowd = new ArrayList<>();

    Hanging() throws IOException {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server.getLocalAddress());
        crowd.add(channel);
      }
    }

    SocketAddress address() throws IOException {
      return server.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : crowd) {
        channel.close();
      }
      server.close();
    }
  }
}
