package io.cero.interop;

import static io.cero.interop.Samples.EMPTY;
import static io.cero.interop.Samples.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Heartbeat;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.RoutingId;
import io.cero.Security;
import io.cero.StreamSocket;
import io.cero.SubSocket;
import io.cero.testkit.Bodies;
import io.cero.testkit.Peers;
import io.cero.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our bytes as they stand on the wire, in hex (RFC 37; 23 for the older form). */
class WireCaptureTest {
  private static final String SIGNATURE = "ff 00 00 00 00 00 00 00 01 7f ";
  private static final String FILLER = "00 ".repeat(31).strip();
  private static final String NULL = "4e 55 4c 4c " + "00 ".repeat(16);

  /** The greeting of a ZMTP 3.1 peer with the NULL mechanism. */
  static final String GREETING = SIGNATURE + "03 01 " + NULL + "00 " + FILLER;

  private static final String GREETING_3_0 = SIGNATURE + "03 00 " + NULL + "00 " + FILLER;
  private static final String SOCKET_TYPE = "0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 ";
  private static final String READY = "05 52 45 41 44 59 ";

  private static final String DEALER = SOCKET_TYPE + "06 44 45 41 4c 45 52 ";
  private static final String IDENTITY = "08 49 64 65 6e 74 69 74 79 00 00 00 ";

  /** READY of a DEALER without an identity. */
  static final String DEALER_READY = "04 29 " + READY + DEALER + IDENTITY + "00";

  private static final String PUB_READY = "04 19 " + READY + SOCKET_TYPE + "03 50 55 42";
  private static final String SUB_READY = "04 19 " + READY + SOCKET_TYPE + "03 53 55 42";

  private final Context context = Context.create();

  @AfterEach
  void closeContext() {
    context.close();
  }

  private static void expect(String hex, RawPeer from) {
    assertEquals(hex.strip(), from.readHex((hex.strip().length() + 1) / 3));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  private DealerSocket dealer() {
    return context.dealer(
        options -> options.receiveTimeout(Peers.DEADLINE).sendTimeout(Peers.DEADLINE));
  }

  /** Says what a DEALER says up to its first message, and expects the same. */
  private static RawPeer shakeHands(String endpoint) {
    RawPeer peer = RawPeer.connect(endpoint);
    peer.writeHex(GREETING);
    expect(GREETING, peer);
    peer.writeHex(DEALER_READY);
    expect(DEALER_READY, peer);
    return peer;
  }

  @Test
  void shouldGreetAndBeReadyWhenAPeerConnects() {
    DealerSocket dealer = dealer();
    try (RawPeer peer = shakeHands(dealer.bind("tcp://127.0.0.1:*"))) {
      peer.writeHex("01 00 00 01 41");
      assertEquals(Message.of("", "A"), dealer.receive());
    }
  }

  @Test
  void shouldAnnounceItsIdentityAndPropertiesWhenItConnects() {
    DealerSocket dealer =
        context.dealer(
            options -> options.routingId(RoutingId.of(new byte[] {1, 0})).property("X-A", "b"));
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*")) {
      dealer.connect(listener.endpoint());
      try (RawPeer peer = listener.accept()) {
        peer.writeHex(GREETING);
        // The length of the identity and the flags, for a peer that knows only ZMTP 1.0.
        expect(GREETING.replace(SIGNATURE, "ff 00 00 00 00 00 00 00 03 7f "), peer);
        peer.writeHex(DEALER_READY);
        expect(
            "04 34 " + READY + DEALER + IDENTITY + "02 01 00 " + "03 58 2d 41 00 00 00 01 62",
            peer);
      }
    }
  }

  @Test
  void shouldFrameShortLongAndMultipartWhenItSends() {
    DealerSocket dealer = dealer();
    try (RawPeer peer = shakeHands(dealer.bind("tcp://127.0.0.1:*"))) {
      dealer.send(EMPTY);
      expect("00 00", peer);
      dealer.send(Message.of(text("A"), EMPTY, text("B")));
      expect("01 01 41 01 00 00 01 42", peer);
      dealer.send(Bodies.generate(1, 255));
      expect("00 ff " + hex(Bodies.generate(1, 255)), peer);
      dealer.send(Message.of(Bodies.generate(2, 256), Bodies.generate(3, 256)));
      expect("03 00 00 00 00 00 00 01 00 " + hex(Bodies.generate(2, 256)), peer);
      expect("02 00 00 00 00 00 00 01 00 " + hex(Bodies.generate(3, 256)), peer);
    }
  }

  @Test
  void shouldAnswerAPingWithItsContextWhenItIsAsked() {
    DealerSocket dealer = dealer();
    try (RawPeer peer = shakeHands(dealer.bind("tcp://127.0.0.1:*"))) {
      peer.writeHex("04 07 04 50 49 4e 47 00 00");
      expect("04 05 04 50 4f 4e 47", peer);
      peer.writeHex("04 0a 04 50 49 4e 47 00 00 61 00 62");
      expect("04 08 04 50 4f 4e 47 61 00 62", peer);
      peer.writeHex("01 01 41 04 07 04 50 49 4e 47 00 00 00 01 42"); // within a message
      expect("04 05 04 50 4f 4e 47", peer);
      assertEquals(Message.of("A", "B"), dealer.receive());
    }
  }

  @Test
  void shouldPingWithItsTimeToLiveWhenHeartbeatsAreOn() {
    DealerSocket dealer =
        context.dealer(
            options ->
                options.heartbeat(
                    Heartbeat.every(Duration.ofMillis(50))
                        .withTimeout(Peers.DEADLINE)
                        .withTimeToLive(Duration.ofMillis(1234))));
    try (RawPeer peer = shakeHands(dealer.bind("tcp://127.0.0.1:*"))) {
      expect("04 07 04 50 49 4e 47 00 0c", peer); // in tenths of a second
      peer.writeHex("04 05 04 50 4f 4e 47");
      expect("04 07 04 50 49 4e 47 00 0c", peer);
    }
  }

  @Test
  void shouldSubscribeByCommandWhenThePublisherSpeaks31() {
    SubSocket sub = context.sub();
    sub.subscribe("ab");
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*")) {
      sub.connect(listener.endpoint());
      try (RawPeer peer = listener.accept()) {
        peer.writeHex(GREETING);
        expect(GREETING, peer);
        peer.writeHex(PUB_READY);
        expect(SUB_READY, peer);
        expect("04 0c 09 53 55 42 53 43 52 49 42 45 61 62", peer);
        sub.subscribe("");
        expect("04 0a 09 53 55 42 53 43 52 49 42 45", peer);
        sub.unsubscribe("ab");
        expect("04 09 06 43 41 4e 43 45 4c 61 62", peer);
      }
    }
  }

  @Test
  void shouldSubscribeByMessageWhenThePublisherSpeaks30() {
    SubSocket sub = context.sub();
    sub.subscribe("ab");
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*")) {
      sub.connect(listener.endpoint());
      try (RawPeer peer = listener.accept()) {
        peer.writeHex(GREETING_3_0);
        expect(GREETING, peer);
        peer.writeHex(PUB_READY);
        expect(SUB_READY, peer);
        expect("00 03 01 61 62", peer);
        sub.unsubscribe("ab");
        expect("00 03 00 61 62", peer);
      }
    }
  }

  /** The answer to a PING that follows a subscription tells that the subscription was read. */
  @Test
  void shouldPublishOnlyWhatWasSubscribedToWhenItIsByCommandOrByMessage() {
    PubSocket pub = context.pub();
    try (RawPeer peer = RawPeer.connect(pub.bind("tcp://127.0.0.1:*"))) {
      peer.writeHex(GREETING);
      expect(GREETING, peer);
      peer.writeHex(SUB_READY);
      expect(PUB_READY, peer);
      peer.writeHex("04 0b 09 53 55 42 53 43 52 49 42 45 61"); // by command
      peer.writeHex("00 02 01 62"); // by message
      peer.writeHex("04 07 04 50 49 4e 47 00 00");
      expect("04 05 04 50 4f 4e 47", peer);
      pub.send("a1");
      pub.send("c1");
      pub.send("b1");
      expect("00 02 61 31 00 02 62 31", peer);
      peer.writeHex("04 08 06 43 41 4e 43 45 4c 61 04 07 04 50 49 4e 47 00 00");
      expect("04 05 04 50 4f 4e 47", peer);
      pub.send("a2");
      pub.send("b2");
      expect("00 02 62 32", peer);
    }
  }

  @Test
  void shouldSayHelloWithNameAndPasswordWhenTheMechanismIsPlain() {
    DealerSocket dealer =
        context.dealer(options -> options.security(Security.plainClient("me", "pw")));
    String plain = "50 4c 41 49 4e " + "00 ".repeat(15);
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*")) {
      dealer.connect(listener.endpoint());
      try (RawPeer peer = listener.accept()) {
        peer.writeHex(SIGNATURE + "03 01 " + plain + "01 " + FILLER);
        expect(SIGNATURE + "03 01 " + plain + "00 " + FILLER, peer);
        expect("04 0c 05 48 45 4c 4c 4f 02 6d 65 02 70 77", peer);
        peer.writeHex("04 08 07 57 45 4c 43 4f 4d 45");
        expect("04 2c 08 49 4e 49 54 49 41 54 45 " + DEALER + IDENTITY + "00", peer);
      }
    }
  }

  @Test
  void shouldSendBytesAsTheyAreWhenTheSocketIsAStream() {
    StreamSocket stream = context.stream(options -> options.receiveTimeout(Peers.DEADLINE));
    try (RawPeer peer = RawPeer.connect(stream.bind("tcp://127.0.0.1:*"))) {
      Message begins = stream.receive();
      assertEquals(2, begins.frameCount());
      assertEquals(0, begins.last().size());
      peer.write(text("GET /"));
      assertEquals("GET /", stream.receive().text(1));
      stream.send(Message.of(begins.first().toByteArray(), text("200")));
      assertEquals("200", new String(peer.read(3), StandardCharsets.UTF_8));
      peer.endOutput();
      assertEquals(0, stream.receive().last().size());
    }
  }
}
