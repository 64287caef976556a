package io.cero.interop;

import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.subscription;
import static io.cero.interop.Samples.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Message;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.XSubSocket;
import io.cero.testkit.Bodies;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerException;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import io.cero.testkit.Tally;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions, as both ends count them, and as they survive a restart of either. */
class SubscriptionsTest {
  private static final int MANY = 1_000;

  private final Context context = Context.create();

  @AfterEach
  void closeContext() {
    context.close();
  }

  private XPubSocket xpub() {
    return context.xpub(options -> options.receiveTimeout(Peers.DEADLINE).highWaterMark(0));
  }

  private SubSocket sub() {
    return context.sub(options -> options.receiveTimeout(Peers.DEADLINE));
  }

  private static void expect(XPubSocket xpub, int first, byte[] prefix) {
    assertSame(List.of(subscription(first, prefix)), OurParty.frames(xpub.receive()));
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE", "JEROMQ", "JEROMQ_ZMTP_2"})
  void shouldReportTheFirstAndTheLastWhenTwoPeersWantTheSame(PeerKind kind) {
    XPubSocket xpub = xpub();
    String endpoint = xpub.bind("tcp://127.0.0.1:*");
    byte[] prefix = Bodies.generate(1, 300);
    try (Peer peer = Peers.require(kind);
        PeerSocket one = peer.open("SUB")) {
      PeerSocket other = peer.open("SUB");
      one.connect(endpoint);
      other.connect(endpoint);
      one.subscribe(prefix);
      expect(xpub, 1, prefix);
      one.subscribe(text("one"));
      expect(xpub, 1, text("one"));
      other.subscribe(prefix);
      other.subscribe(text("other"));
      expect(xpub, 1, text("other"));

      one.unsubscribe(prefix);
      one.unsubscribe(text("one"));
      expect(xpub, 0, text("one"));
      xpub.send(Message.of(prefix, text("to the other")));
      assertSame(List.of(prefix, text("to the other")), other.receive());
      other.close();
      Set<String> last = new TreeSet<>();
      last.add(Samples.show(OurParty.frames(xpub.receive())));
      last.add(Samples.show(OurParty.frames(xpub.receive())));
      assertEquals(
          Set.of(
              Samples.show(List.of(subscription(0, prefix))),
              Samples.show(List.of(subscription(0, text("other"))))),
          last);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE", "JEROMQ", "JEROMQ_ZMTP_2"})
  void shouldTellThePublisherEachOnceWhenItSubscribesAndCancels(PeerKind kind) {
    try (Peer peer = Peers.require(kind);
        PeerSocket xpub = peer.open("XPUB")) {
      SubSocket sub = sub();
      sub.connect(xpub.bind("tcp://127.0.0.1:*"));
      byte[] prefix = Bodies.generate(2, 300);
      sub.subscribe(prefix);
      sub.subscribe(prefix);
      sub.subscribe("b");
      assertSame(List.of(subscription(1, prefix)), xpub.receive());
      assertSame(List.of(subscription(1, text("b"))), xpub.receive());
      sub.unsubscribe(prefix);
      sub.unsubscribe("b");
      assertSame(List.of(subscription(0, text("b"))), xpub.receive());
      xpub.send(prefix, text("still wanted"));
      assertSame(List.of(prefix, text("still wanted")), OurParty.frames(sub.receive()));
      sub.unsubscribe(prefix);
      assertSame(List.of(subscription(0, prefix)), xpub.receive());
    }
  }

  @Test
  void shouldTakeNoteOfAllWhenAPeerSubscribesToAThousand() {
    XPubSocket xpub = xpub();
    String endpoint = xpub.bind("tcp://127.0.0.1:*");
    try (Peer peer = Peers.require(PeerKind.PYTHON);
        PeerSocket sub = peer.open("SUB", Map.of("RCVHWM", 0))) {
      for (int i = 0; i < MANY; i++) {
        sub.subscribe(text("topic " + i + "."));
      }
      sub.connect(endpoint);
      Set<String> seen = new TreeSet<>();
      for (int i = 0; i < MANY; i++) {
        seen.add(new String(xpub.receive().bytes(), UTF_8));
      }
      assertEquals(MANY, seen.size());
      for (int i = 0; i < MANY; i++) {
        xpub.send("topic " + i + ".");
        xpub.send("topic " + i + ",");
      }
      for (int i = 0; i < MANY; i++) {
        assertSame(List.of(text("topic " + i + ".")), sub.receive());
      }
    }
  }

  @Test
  void shouldTellOfAllWhenItHasSubscribedToAThousand() {
    try (Peer peer = Peers.require(PeerKind.PYTHON);
        PeerSocket xpub = peer.open("XPUB", Map.of("SNDHWM", 0, "RCVHWM", 0))) {
      SubSocket sub = sub();
      for (int i = 0; i < MANY; i++) {
        sub.subscribe("topic " + i + ".");
      }
      sub.connect(xpub.bind("tcp://127.0.0.1:*"));
      Set<String> seen = new TreeSet<>();
      for (int i = 0; i < MANY; i++) {
        seen.add(new String(xpub.receive().get(0), UTF_8));
      }
      assertEquals(MANY, seen.size());
      xpub.send(text("topic 1,"));
      xpub.send(text("topic 999.x"));
      assertEquals("topic 999.x", sub.receiveText());
    }
  }

  /** Our SUB subscribes again by itself when the publisher is another process than before. */
  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE"})
  void shouldSubscribeAgainWhenThePublisherWasKilledAndStarted(PeerKind kind) {
    SubSocket sub = sub();
    sub.subscribe("a");
    sub.subscribe("b");
    sub.subscribe("c");
    String endpoint;
    try (ProcessPeer first = Peers.requireProcess(kind)) {
      PeerSocket xpub = first.open("XPUB");
      endpoint = xpub.bind("tcp://127.0.0.1:*");
      sub.connect(endpoint);
      for (int i = 0; i < 3; i++) {
        xpub.receive();
      }
      xpub.send(text("a1"));
      assertEquals("a1", sub.receiveText());
      sub.unsubscribe("b");
      assertSame(List.of(subscription(0, text("b"))), xpub.receive());
      first.kill();
    }
    try (ProcessPeer second = Peers.requireProcess(kind)) {
      PeerSocket xpub = second.open("XPUB");
      assertEquals(endpoint, xpub.bind(endpoint));
      Set<String> told = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        told.add(Samples.show(xpub.receive()));
      }
      assertEquals(
          Set.of(
              Samples.show(List.of(subscription(1, text("a")))),
              Samples.show(List.of(subscription(1, text("c"))))),
          told);
      xpub.send(text("b2"));
      xpub.send(text("a2"));
      assertEquals("a2", sub.receiveText());
    }
  }

  /** Their SUB subscribes again when our publisher is another socket than before. */
  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE", "JEROMQ", "JEROMQ_ZMTP_2"})
  void shouldBeSubscribedToAgainWhenItIsThePublisherThatRestarts(PeerKind kind) {
    try (Peer peer = Peers.require(kind);
        PeerSocket sub = peer.open("SUB", Map.of("LINGER", 0))) {
      sub.subscribe(text("a"));
      String endpoint;
      try (XPubSocket first = xpub()) {
        endpoint = first.bind("tcp://127.0.0.1:*");
        sub.connect(endpoint);
        expect(first, 1, text("a"));
        first.send("a1");
        assertSame(List.of(text("a1")), sub.receive());
      }
      try (XPubSocket second = xpub()) {
        second.bind(endpoint);
        CompletableFuture<Tally> drained = sub.startDrain(1); // only in a call it subscribes again
        expect(second, 1, text("a"));
        second.send("a2");
        assertEquals(Tally.of(List.of(List.of(text("a2")))), PeerException.await(drained));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE"})
  void shouldReceiveUserMessagesWhenAnXSubSendsThemUpstream(PeerKind kind) {
    XPubSocket xpub = xpub();
    try (Peer peer = Peers.require(kind);
        PeerSocket xsub = peer.open("XSUB")) {
      xsub.connect(xpub.bind("tcp://127.0.0.1:*"));
      xsub.send(text("\2upstream"), text("second frame"));
      xsub.send(subscription(1, text("a")));
      assertSame(
          List.of(text("\2upstream"), text("second frame")), OurParty.frames(xpub.receive()));
      expect(xpub, 1, text("a"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PeerKind.class,
      names = {"PYTHON", "NODE"})
  void shouldSendUserMessagesUpstreamWhenThePeerIsAnXPub(PeerKind kind) {
    try (Peer peer = Peers.require(kind);
        PeerSocket xpub = peer.open("XPUB")) {
      XSubSocket xsub = context.xsub(options -> options.sendTimeout(Peers.DEADLINE));
      xsub.connect(xpub.bind("tcp://127.0.0.1:*"));
      xsub.send(subscription(1, text("a")));
      assertSame(List.of(subscription(1, text("a"))), xpub.receive());
      xsub.send(Message.of(text("\2upstream"), text("second frame")));
      assertSame(List.of(text("\2upstream")), List.of(xpub.receive().get(0)));
    }
  }
}
