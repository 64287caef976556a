package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.AddressInUseException;
import io.cero.DealerSocket;
import io.cero.EndpointException;
import io.cero.Message;
import io.cero.PairSocket;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.ReqSocket;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bind, connect, unbind and disconnect. */
class EndpointConformanceTest extends Conformance {
  @EveryTransport
  void shouldReportWhereItIsBound(Transport transport) {
    PullSocket pull = context.pull();
    assertEquals("", pull.lastEndpoint());

    String endpoint = pull.bind(transport.fresh());

    assertEquals(endpoint, pull.lastEndpoint());
    assertFalse(endpoint.contains("*"), endpoint);
    PushSocket push = context.push();
    push.connect(endpoint);
    assertEquals(endpoint, push.lastEndpoint());
    send(push, "reached");
    assertEquals("reached", text(pull));
  }

  @Test
  void shouldListenEverywhereWhenTheAddressIsAWildcard() {
    PullSocket pull = context.pull();
    String endpoint = pull.bind("tcp://*:*");
    PushSocket push = context.push();
    push.connect("tcp://127.0.0.1:" + endpoint.substring(endpoint.lastIndexOf(':') + 1));

    send(push, "reached");
    assertEquals("reached", text(pull));
  }

  @EveryTransport
  void shouldRefuseASecondBindOfTheSameEndpoint(Transport transport) {
    PullSocket pull = context.pull();
    String endpoint = pull.bind(transport.fresh());
    PullSocket other = context.pull();

    assertEquals(
        endpoint, assertThrows(AddressInUseException.class, () -> pull.bind(endpoint)).endpoint());
    assertThrows(AddressInUseException.class, () -> other.bind(endpoint));
    PushSocket push = context.push();
    connect(pull, endpoint, push);
    send(push, "the first is unharmed");
    assertEquals("the first is unharmed", text(pull));
  }

  @EveryTransport
  void shouldBindTheSameEndpointAgainAndAgain(Transport transport) {
    String endpoint = lasting(transport);
    try (PullSocket pull = context.pull()) {
      for (int i = 0; i < 1000; i++) {
        assertEquals(endpoint, pull.bind(endpoint));
        pull.unbind(endpoint);
      }
    }
    for (int i = 0; i < 200; i++) {
      try (PullSocket pull = context.pull()) {
        pull.bind(endpoint);
      }
    }
  }

  @EveryTransport
  void shouldBeFreeForAnotherContextWhenUnbound(Transport transport) {
    String endpoint = lasting(transport);
    PullSocket here = context.pull();
    for (int i = 0; i < 50; i++) {
      here.bind(endpoint);
      here.unbind(endpoint);
      try (io.cero.Context other = io.cero.Context.create();
          PullSocket there = other.pull()) {
        there.bind(endpoint);
      }
    }
  }

  @EveryTransport
  void shouldKeepItsPeersWhenUnbound(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    String endpoint = join(transport, pull, push);

    pull.unbind(endpoint);

    send(push, "still here");
    assertEquals("still here", text(pull));
    assertThrows(EndpointException.class, () -> pull.unbind(endpoint));
  }

  @EveryTransport
  void shouldRefuseToUnbindWhatIsNotBound(Transport transport) {
    PullSocket pull = context.pull();
    String endpoint = pull.bind(transport.fresh());
    PullSocket other = context.pull();

    assertThrows(EndpointException.class, () -> other.unbind(endpoint));
    assertThrows(EndpointException.class, () -> pull.disconnect(endpoint));
    PushSocket push = context.push();
    push.connect(endpoint);
    assertThrows(EndpointException.class, () -> push.unbind(endpoint));
  }

  @EveryTransport
  void shouldSendToTheOthersWhenDisconnectedFromOne(Transport transport) {
    PushSocket push = context.push();
    PullSocket a = context.pull();
    PullSocket b = context.pull();
    String toA = join(transport, a, push);
    join(transport, b, push);

    push.disconnect(toA);

    for (int i = 0; i < 6; i++) {
      send(push, "m" + i);
    }
    assertEquals(List.of("m0", "m1", "m2", "m3", "m4", "m5"), texts(b, 6));
    assertThrows(EndpointException.class, () -> push.disconnect(toA));
    assertEquals(1, push.peerCount());
  }

  @EveryTransport
  void shouldHaveNobodyWhenDisconnectedFromTheOnlyOne(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    String endpoint = join(transport, pull, push);
    push.disconnect(endpoint);

    assertFalse(push.trySend("to nobody"));

    connect(pull, endpoint, push);
    send(push, "again");
    assertEquals("again", text(pull));
  }

  @EveryTransport
  void shouldDeliverWhatWasSentBeforeADisconnect(Transport transport) {
    PushSocket push = context.push(o -> o.linger(PATIENCE));
    PullSocket pull = context.pull();
    String endpoint = join(transport, pull, push);
    for (int i = 0; i < 300; i++) {
      send(push, "m" + i);
    }

    push.disconnect(endpoint);

    for (int i = 0; i < 300; i++) {
      assertEquals("m" + i, text(pull));
    }
  }

  @EveryTransport
  void shouldReceiveWhatHadArrivedBeforeADisconnect(Transport transport) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    String endpoint = join(transport, push, pull);
    send(push, "one");
    send(push, "two");
    assertEquals("one", text(pull));
    while (!pull.isReadable()) {
      Thread.onSpinWait();
    }

    pull.disconnect(endpoint);

    assertEquals("two", text(pull));
  }

  @EveryTransport
  void shouldConnectOnceWhenTheTypeHasOneConnectionPerEndpoint(Transport transport) {
    DealerSocket dealer = context.dealer();
    DealerSocket peer = context.dealer();
    String endpoint = join(transport, peer, dealer);
    dealer.connect(endpoint);
    assertEquals(1, dealer.peerCount());

    SubSocket sub = context.sub();
    PubSocket pub = context.pub();
    String publisher = join(transport, pub, sub);
    sub.connect(publisher);
    assertEquals(1, sub.peerCount());

    ReqSocket req = context.req();
    req.connect(lasting(transport));
    String last = req.lastEndpoint();
    req.connect(last);
    assertEquals(1, req.peerCount());
  }

  @EveryTransport
  void shouldConnectTwiceWhenTheTypeHasSeveralConnectionsPerEndpoint(Transport transport) {
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    String endpoint = join(transport, pull, push);
    connect(pull, endpoint, push);

    assertEquals(2, push.peerCount());
    assertEquals(2, pull.peerCount());
    push.disconnect(endpoint);
    assertEquals(0, push.peerCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp",
        "tcp:",
        "tcp:/",
        "tcp://",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:",
        "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:-1",
        "tcp://127.0.0.1:port",
        "tcp://:5555:5555:1",
        "://127.0.0.1:5555",
        "ipc://",
        "inproc://",
        "127.0.0.1:5555",
        "udp://127.0.0.1:5555",
        "tcp://no-such-interface:*"
      })
  void shouldRefuseAWrongEndpointAndStayUsable(String endpoint) {
    PullSocket pull = context.pull();
    assertThrows(EndpointException.class, () -> pull.bind(endpoint));
    PushSocket push = context.push();
    join(Transport.TCP, pull, push);

    send(push, "usable");
    assertEquals("usable", text(pull));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp",
        "tcp://",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:*",
        "tcp://*:5555",
        "tcp://127.0.0.1:65536",
        "ipc://",
        "ipc://*",
        "inproc://",
        "udp://127.0.0.1:5555"
      })
  void shouldRefuseToConnectToAWrongEndpoint(String endpoint) {
    PullSocket pull = context.pull();
    assertThrows(EndpointException.class, () -> pull.connect(endpoint));
    assertEquals(0, pull.peerCount());
  }

  @Test
  void shouldListTheKnownSchemesWhenOneIsUnknown() {
    PullSocket pull = context.pull();

    for (EndpointException refusal :
        List.of(
            assertThrows(EndpointException.class, () -> pull.bind("pigeon://home")),
            assertThrows(EndpointException.class, () -> pull.connect("pigeon://home")))) {
      for (String scheme : List.of("tcp://", "ipc://", "inproc://")) {
        assertTrue(refusal.getMessage().contains(scheme), refusal.getMessage());
      }
    }
  }

  @Test
  void shouldRefuseAnIllegalPairWhenInprocIsBoundFirst() {
    PubSocket pub = context.pub();
    String name = pub.bind(Transport.INPROC.fresh());
    ReqSocket req = context.req();

    EndpointException refusal = assertThrows(EndpointException.class, () -> req.connect(name));
    assertTrue(refusal.getMessage().contains("REQ"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("PUB"), refusal.getMessage());
    assertEquals(0, req.peerCount());
    assertEquals(0, pub.peerCount());
  }

  @Test
  void shouldRefuseAnIllegalPairWhenInprocIsConnectedFirst() {
    ReqSocket req = context.req();
    PubSocket pub = context.pub();
    try (SocketMonitor monitor = req.monitor()) {
      String name = Transport.INPROC.fresh();
      req.connect(name);
      pub.bind(name);

      SocketEvent.HandshakeFailed told = await(monitor, SocketEvent.HandshakeFailed.class);
      assertEquals(io.cero.HandshakeFailure.SOCKET_TYPE, told.reason());
    }
    assertEquals(0, req.peerCount());
    assertFalse(req.trySend("to nobody"));
  }

  @Connected
  void shouldRefuseAnIllegalPairAtTheHandshake(Transport transport) {
    PubSocket pub = context.pub();
    ReqSocket req = context.req();
    String endpoint = pub.bind(transport.fresh());
    try (SocketMonitor here = pub.monitor();
        SocketMonitor there = req.monitor()) {
      req.connect(endpoint);

      assertEquals(
          io.cero.HandshakeFailure.SOCKET_TYPE,
          await(here, SocketEvent.HandshakeFailed.class).reason());
      await(there, SocketEvent.HandshakeFailed.class);
    }
  }

  @Test
  void shouldKeepNamesApartWhenContextsDiffer() {
    String name = Transport.INPROC.fresh();
    PairSocket here = context.pair();
    here.bind(name);
    try (io.cero.Context other = io.cero.Context.create();
        PairSocket there = other.pair()) {
      assertDoesNotThrow(() -> there.bind(name));
    }
  }

  @Test
  void shouldForgetTheNameWhenItsSocketIsClosed() {
    String name = Transport.INPROC.fresh();
    for (int i = 0; i < 100; i++) {
      try (PairSocket a = context.pair();
          PairSocket b = context.pair()) {
        b.connect(name);
        a.bind(name);
        send(b, "m" + i);
        assertEquals("m" + i, text(a));
      }
    }
  }

  @Test
  void shouldRemoveItsFileWhenUnboundOrClosed() {
    Path file = directory.resolve("socket");
    PullSocket pull = context.pull();
    pull.bind("ipc://" + file);
    assertTrue(Files.exists(file));
    pull.unbind("ipc://" + file);
    assertFalse(Files.exists(file));
    pull.bind("ipc://" + file);
    pull.close();
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldHaveAPortOfItsOwnForEveryWildcard() {
    PullSocket pull = context.pull();
    Set<String> endpoints = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      endpoints.add(pull.bind("tcp://127.0.0.1:*"));
      endpoints.add(pull.bind("tcp://127.0.0.1:0"));
      endpoints.add(pull.bind("ipc://*"));
    }
    assertEquals(300, endpoints.size());
    endpoints.forEach(pull::unbind);
  }

  @EveryTransport
  void shouldTalkToAPeerOfItsOwn(Transport transport) {
    DealerSocket dealer = context.dealer();
    join(transport, dealer, dealer);

    dealer.send(Message.of("to myself"));
    assertEquals("to myself", text(dealer));
  }

  @EveryTransport
  void shouldRefuseEverythingWhenClosed(Transport transport) {
    PushSocket push = context.push();
    String endpoint = push.bind(transport.fresh());
    push.close();
    List<Runnable> calls =
        List.of(
            () -> push.bind(endpoint),
            () -> push.connect(endpoint),
            () -> push.unbind(endpoint),
            () -> push.disconnect(endpoint),
            () -> push.send("x"),
            () -> push.trySend("x"),
            push::isWritable,
            push::peerCount);
    for (Runnable call : calls) {
      assertThrows(io.cero.ClosedException.class, call::run);
    }
    assertTrue(push.isClosed());
    Socket closedAgain = push;
    assertDoesNotThrow(closedAgain::close);
  }
}
