package io.cero.interop;

import static io.cero.interop.Samples.EMPTY;
import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.behind;
import static io.cero.interop.Samples.joined;
import static io.cero.interop.Samples.show;
import static io.cero.interop.Samples.subscription;
import static io.cero.interop.Samples.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.testkit.Bodies;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What two sockets that may talk to each other say: all {@link Samples#shapes} in every direction
 * that their types allow, each checked frame by frame. It counts the messages that it has checked.
 */
final class Conversation {
  /** The identity of the party that connects: binary, and not beginning with a zero. */
  static final byte[] CONNECTER = {(byte) 0xfe, 0, '\n', 1};

  /** The identity of the party that binds. */
  static final byte[] BINDER = {1, 0, (byte) 0xff};

  /** A publisher cannot say when a subscription has come, so it publishes so often at most. */
  private static final int ROUNDS = 2_000;

  private static final Duration PATIENCE = Duration.ofMillis(10);

  private final Party binder;
  private final Party connecter;
  private final boolean subscriptionsTravel;
  private int messages;

  /**
   * Prepares one.
   *
   * @param subscriptionsTravel false for peers of ZMTP 1.0, which are sent everything
   */
  Conversation(Party binder, Party connecter, boolean subscriptionsTravel) {
    this.binder = binder;
    this.connecter = connecter;
    this.subscriptionsTravel = subscriptionsTravel;
  }

  /** Has it, from binding to the last check; returns how many messages were checked. */
  int hold(String endpoint) {
    switch (binder.type()) {
      case "PAIR" -> duplex(endpoint);
      case "PUSH" -> oneWay(binder, connecter, endpoint);
      case "PULL" -> oneWay(connecter, binder, endpoint);
      case "PUB", "XPUB" -> publish(binder, connecter, endpoint);
      case "SUB", "XSUB" -> publish(connecter, binder, endpoint);
      case "STREAM" -> stream(endpoint);
      case "REQ" -> ask(binder, BINDER, connecter, endpoint);
      case "REP" -> ask(connecter, CONNECTER, binder, endpoint);
      case "DEALER" -> {
        if (connecter.type().equals("DEALER")) {
          duplex(endpoint);
        } else {
          ask(binder, BINDER, connecter, endpoint);
        }
      }
      case "ROUTER" -> {
        if (connecter.type().equals("ROUTER")) {
          route(endpoint);
        } else {
          ask(connecter, CONNECTER, binder, endpoint);
        }
      }
      default -> fail("no conversation for " + binder.type());
    }
    return messages;
  }

  private void meet(String endpoint) {
    connecter.connect(binder.bind(endpoint));
  }

  private void expect(Party receiver, List<byte[]> message) {
    assertSame(message, receiver.receive());
    messages++;
  }

  private void oneWay(Party from, Party to, String endpoint) {
    meet(endpoint);
    List<List<byte[]>> shapes = Samples.shapes();
    shapes.forEach(from::send);
    shapes.forEach(shape -> expect(to, shape));
  }

  private void duplex(String endpoint) {
    meet(endpoint);
    List<List<byte[]>> shapes = Samples.shapes();
    shapes.forEach(connecter::send);
    shapes.forEach(binder::send);
    shapes.forEach(shape -> expect(binder, shape));
    shapes.forEach(shape -> expect(connecter, shape));
  }

  /** REQ or DEALER asks REP or ROUTER. */
  private void ask(Party asker, byte[] identity, Party answerer, String endpoint) {
    meet(endpoint);
    boolean bareAsker = asker.type().equals("DEALER");
    boolean bareAnswerer = answerer.type().equals("ROUTER");
    for (List<byte[]> shape : Samples.shapes()) {
      List<byte[]> withDelimiter = behind(EMPTY, shape);
      List<byte[]> asks = bareAsker ? withDelimiter : shape;
      List<byte[]> asked = bareAnswerer ? behind(identity, withDelimiter) : shape;
      asker.send(asks);
      expect(answerer, asked);
      answerer.send(asked);
      expect(asker, asks);
    }
    if (bareAsker && bareAnswerer) {
      List<List<byte[]>> shapes = Samples.shapes();
      shapes.forEach(asker::send);
      shapes.forEach(shape -> answerer.send(behind(identity, shape)));
      shapes.forEach(shape -> expect(answerer, behind(identity, shape)));
      shapes.forEach(shape -> expect(asker, shape));
    }
  }

  /** ROUTER to ROUTER: who connects has been told to greet, so that who binds knows it. */
  private void route(String endpoint) {
    meet(endpoint);
    boolean binderGreets = binder instanceof OurParty;
    Party greeter = binderGreets ? binder : connecter;
    Party greeted = binderGreets ? connecter : binder;
    byte[] greeterId = binderGreets ? BINDER : CONNECTER;
    byte[] greetedId = binderGreets ? CONNECTER : BINDER;
    assertSame(List.of(greeterId, EMPTY), receiveFromIdle(greeted, greeter));
    messages++;
    for (List<byte[]> shape : Samples.shapes()) {
      greeted.send(behind(greeterId, shape));
      expect(greeter, behind(greetedId, shape));
      greeter.send(behind(greetedId, shape));
      expect(greeted, behind(greeterId, shape));
    }
  }

  private void publish(Party publisher, Party subscriber, String endpoint) {
    byte[] first = text("a");
    byte[] second = {(byte) 0xff, 0};
    subscriber.subscribe(first);
    meet(endpoint);
    subscriber.subscribe(second);
    awaitSubscriptions(publisher, subscriber, first, second);

    List<List<byte[]>> shapes = Samples.shapes();
    for (List<byte[]> shape : shapes) {
      publisher.send(behind(joined(first, Bodies.generate(7, 300)), shape));
      publisher.send(behind(text("b"), shape));
      publisher.send(behind(EMPTY, shape));
      publisher.send(behind(second, shape));
    }
    boolean filters = subscriptionsTravel || !subscriber.type().equals("XSUB");
    for (List<byte[]> shape : shapes) {
      expect(subscriber, behind(joined(first, Bodies.generate(7, 300)), shape));
      if (!filters) {
        expect(subscriber, behind(text("b"), shape));
        expect(subscriber, behind(EMPTY, shape));
      }
      expect(subscriber, behind(second, shape));
    }
    if (filters) {
      unsubscribe(publisher, subscriber, first, second);
    }
  }

  private void awaitSubscriptions(Party publisher, Party subscriber, byte[]... prefixes) {
    if (publisher.type().equals("XPUB") && subscriptionsTravel) {
      Set<String> expected = new TreeSet<>();
      Set<String> received = new TreeSet<>();
      for (byte[] prefix : prefixes) {
        expected.add(show(List.of(subscription(1, prefix))));
        received.add(show(receiveFromIdle(publisher, subscriber)));
        messages++;
      }
      assertEquals(expected, received, "what the XPUB received");
      return;
    }
    for (byte[] prefix : prefixes) {
      awaitDelivery(publisher, subscriber, prefix);
    }
  }

  /**
   * Receives what a socket sends by itself: one that is bound takes note of who connected only in
   * its own calls, so the other end is in one now and then.
   */
  private static List<byte[]> receiveFromIdle(Party receiver, Party idle) {
    for (int i = 0; i < ROUNDS; i++) {
      Optional<List<byte[]>> received = receiver.receive(PATIENCE);
      if (received.isPresent()) {
        return received.get();
      }
      idle.receive(Duration.ZERO)
          .ifPresent(message -> fail("nobody has sent this: " + show(message)));
    }
    return fail("nothing came by itself");
  }

  /** Publishes until it is received, then passes over what came more than once. */
  private static void awaitDelivery(Party publisher, Party subscriber, byte[] topic) {
    Optional<List<byte[]>> received = Optional.empty();
    for (int i = 0; i < ROUNDS && received.isEmpty(); i++) {
      publisher.send(topic, text("until it is received"));
      received = subscriber.receive(PATIENCE);
    }
    assertTrue(received.isPresent(), "no subscription took effect");
    publisher.send(topic, text("that was it"));
    List<byte[]> message = received.orElseThrow();
    while (!new String(message.get(1), UTF_8).equals("that was it")) {
      message = subscriber.receive();
      assertArrayEquals(topic, message.get(0));
    }
  }

  private void unsubscribe(Party publisher, Party subscriber, byte[] gone, byte[] kept) {
    subscriber.unsubscribe(gone);
    if (publisher.type().equals("XPUB") && subscriptionsTravel) {
      expect(publisher, List.of(subscription(0, gone)));
    }
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      publisher.send(gone, text("unwanted"));
      publisher.send(kept, text("wanted"));
      List<byte[]> message = subscriber.receive();
      if (message.get(0).length == kept.length) {
        assertSame(List.of(kept, text("wanted")), message);
        messages++;
        return;
      }
      assertFalseForXPub(publisher);
      assertSame(List.of(gone, text("unwanted")), message);
      assertSame(List.of(kept, text("wanted")), subscriber.receive());
      seen.add("unwanted");
    }
    fail("the subscription is still in effect after " + seen.size() + " messages");
  }

  private void assertFalseForXPub(Party publisher) {
    if (publisher.type().equals("XPUB") && subscriptionsTravel) {
      fail("the XPUB has received the unsubscription, and sends nevertheless");
    }
  }

  /** STREAM: both are told of the connection, and bytes arrive in pieces of any size. */
  private void stream(String endpoint) {
    meet(endpoint);
    byte[] atBinder = connection(binder);
    byte[] atConnecter = connection(connecter);
    for (int size : new int[] {1, 300, 8193, 70_000}) {
      byte[] body = Bodies.generate(size, size);
      connecter.send(atConnecter, body);
      assertArrayEquals(body, bytes(binder, atBinder, size));
      binder.send(atBinder, body);
      assertArrayEquals(body, bytes(connecter, atConnecter, size));
      messages += 2;
    }
  }

  private static byte[] connection(Party party) {
    List<byte[]> told = party.receive();
    assertEquals(2, told.size());
    assertEquals(0, told.get(1).length);
    return told.get(0);
  }

  private static byte[] bytes(Party party, byte[] connection, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (all.size() < count) {
      List<byte[]> piece = party.receive();
      assertEquals(2, piece.size());
      assertArrayEquals(connection, piece.get(0));
      assertTrue(piece.get(1).length > 0, "the connection ended after " + all.size() + " bytes");
      all.writeBytes(piece.get(1));
    }
    return all.toByteArray();
  }
}
