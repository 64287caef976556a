package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10})
  void shouldComeBackRightWhenItHasAnyNumberOfAddresses(int count) {
    Message.Builder request = Message.builder();
    Message.Builder expectedReply = Message.builder();
    List<RoutingId> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RoutingId address = RoutingId.ofUnsignedInt(i);
      addresses.add(address);
      request.add(address);
      expectedReply.add(address);
    }
    Message whole = request.addEmpty().add("head").addEmpty().add("tail").build();

    Envelope envelope = Envelope.parse(whole);

    assertEquals(addresses, envelope.addresses());
    assertEquals(Message.of("head", "", "tail"), envelope.body());
    assertEquals(whole, envelope.toMessage());
    assertEquals(envelope, Envelope.tryParse(whole).orElseThrow());
    assertEquals(
        expectedReply.addEmpty().add("reply").build(),
        envelope.withBody(Message.of("reply")).toMessage());
    assertEquals(envelope, Envelope.to(addresses).withBody(envelope.body()));
    assertTrue(Envelope.hasDelimiter(whole));
  }

  @Test
  void shouldRefuseWhenThereIsNoDelimiter() {
    Message message = Message.of("PEER2", "body");
    EnvelopeException refused =
        assertThrows(EnvelopeException.class, () -> Envelope.parse(message));
    assertEquals(
        "a message of 2 frames has no empty delimiter frame, so it is no reply envelope:"
            + " drop it, or read its frames as they are",
        refused.getMessage());
    assertEquals(Optional.empty(), Envelope.tryParse(message));
    assertFalse(Envelope.hasDelimiter(message));
    assertEquals(
        "a message of 1 frame has no empty delimiter frame, so it is no reply envelope:"
            + " drop it, or read its frames as they are",
        assertThrows(EnvelopeException.class, () -> Envelope.parse(Message.of("x"))).getMessage());
  }

  @Test
  void shouldRefuseWhenNothingIsBehindTheDelimiter() {
    Message message = Message.of("PEER2", "");
    assertEquals(
        "a message of 2 frames has nothing behind its empty delimiter frame, so it is no reply"
            + " envelope: drop it, or read its frames as they are",
        assertThrows(EnvelopeException.class, () -> Envelope.parse(message)).getMessage());
    assertEquals(Optional.empty(), Envelope.tryParse(message));
    assertThrows(EnvelopeException.class, () -> Envelope.parse(Message.empty()));
  }

  @Test
  void shouldRefuseWhenAnAddressIsTooLong() {
    Message longest = Message.of("PEER2", "x".repeat(255), "", "body");
    assertEquals(255, Envelope.parse(longest).addresses().get(1).size());
    Message message = Message.of("PEER2", "x".repeat(256), "", "body");
    EnvelopeException refused =
        assertThrows(EnvelopeException.class, () -> Envelope.parse(message));
    assertTrue(
        refused.getMessage().startsWith("frame 1 before the delimiter has 256 bytes"),
        refused::getMessage);
    assertEquals(Optional.empty(), Envelope.tryParse(message));
  }

  @Test
  void shouldTakeAnEmptyBodyFrameWhenItIsBehindTheDelimiter() {
    Envelope envelope = Envelope.parse(Message.of("", ""));
    assertEquals(List.of(), envelope.addresses());
    assertEquals(Message.empty(), envelope.body());
  }

  @Test
  void shouldPushAndPopTheOutermostAddress() {
    RoutingId client = RoutingId.of("client");
    RoutingId worker = RoutingId.of("worker");
    Envelope request = Envelope.to(client).withBody(Message.of("hello"));
    Envelope pushed = request.push(worker);
    assertEquals(List.of(worker, client), pushed.addresses());
    assertEquals("[006] worker\n[006] client\n[000]\n[005] hello", pushed.toString());
    assertEquals(request, pushed.pop());
    assertEquals(request.hashCode(), pushed.pop().hashCode());
    assertNotEquals(request, pushed);
    assertThrows(IllegalStateException.class, () -> request.pop().pop());
  }

  @Test
  void shouldKeepTheMetadataWhenParsed() {
    PeerMetadata peer = PeerMetadata.ofAddress("127.0.0.1:40312");
    Message received = Message.of("a", "", "b").withMetadata(peer);
    Envelope envelope = Envelope.parse(received);
    assertEquals(Optional.of(peer), envelope.body().metadata());
    assertEquals(Optional.of(peer), envelope.toMessage().metadata());
    assertEquals(Optional.empty(), envelope.withBody(Message.of("c")).toMessage().metadata());
  }

  @Test
  void shouldComeBackRightWhenItIsRandom() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 1_000; round++) {
      List<RoutingId> addresses = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        byte[] bytes = new byte[1 + random.nextInt(255)];
        random.nextBytes(bytes);
        addresses.add(RoutingId.of(bytes));
      }
      Message.Builder body = Message.builder();
      for (int i = random.nextInt(4); i >= 0; i--) {
        byte[] bytes = new byte[random.nextInt(3)];
        random.nextBytes(bytes);
        body.add(bytes);
      }
      Envelope envelope = Envelope.to(addresses).withBody(body.build());
      assertEquals(
          envelope, Envelope.parse(envelope.toMessage()), "seed " + seed + ", round " + round);
    }
  }

  @Test
  void shouldReachAServiceWhenADealerSendsIt() {
    try (Context context = Context.create()) {
      RepSocket service = context.rep();
      service.bind("inproc://service");
      DealerSocket client = context.dealer();
      client.connect("inproc://service");
      client.send(Envelope.to().withBody(Message.of("Hello")));
      assertEquals("Hello", service.receiveText());
    }
  }
}
