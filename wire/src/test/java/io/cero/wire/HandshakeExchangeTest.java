package io.cero.wire;

import static io.cero.wire.RecordedExchanges.READY_SUB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded exchanges, whole and in every split. */
class HandshakeExchangeTest {
  static List<RecordedExchange> exchanges() {
    return RecordedExchanges.successful();
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldAnswerEachPartWhenItHasCome(RecordedExchange exchange) throws WireException {
    assertTrue(exchange.replayInStep().isComplete());
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldCompleteAndLeaveTrafficWhereverInputIsSplit(RecordedExchange exchange)
      throws WireException {
    for (int split = 0; split < exchange.splits(); split++) {
      assertTrue(exchange.replaySplitAt(split).isComplete(), "split at " + split);
    }
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldCompleteWhenOctetsComeOneByOne(RecordedExchange exchange) throws WireException {
    assertTrue(exchange.replayByOctet().isComplete());
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldWaitWhenInputIsTruncated(RecordedExchange exchange) throws WireException {
    byte[] input = exchange.input();
    for (int end = 0; end < input.length; end++) {
      Handshake handshake = new Handshake(exchange.local());
      handshake.receive(ByteBuffer.wrap(input, 0, end));
      assertFalse(handshake.isComplete(), "after " + end + " of " + input.length);
      assertThrows(IllegalStateException.class, handshake::peer);
    }
  }

  private static RemotePeer peerOf(String title) throws WireException {
    for (RecordedExchange exchange : exchanges()) {
      if (exchange.toString().equals(title)) {
        return exchange.replayInStep().peer();
      }
    }
    throw new AssertionError("no exchange is called " + title);
  }

  @Test
  void shouldSpeakTheVersionThatBothKnow() throws WireException {
    assertEquals(ZmtpVersion.V3_1, peerOf("3.1, step by step").version());
    assertEquals(ZmtpVersion.V3_0, peerOf("3.0").version());
    assertEquals(ZmtpVersion.V3_1, peerOf("3.7 from the future").version());
    assertEquals(ZmtpVersion.V3_1, peerOf("9.0 from the future").version());
    assertEquals(ZmtpVersion.V2_0, peerOf("2.0, revision 1, with an identity").version());
    assertEquals(ZmtpVersion.V2_0, peerOf("2.0, revision 2, anonymous").version());
    assertEquals(ZmtpVersion.V1_0, peerOf("1.0, anonymous").version());
    assertEquals(ZmtpVersion.V1_0, peerOf("1.0, long form, 255 octets").version());
  }

  @Test
  void shouldKeepWhatThePeerSaysOfItself() throws WireException {
    RemotePeer old = peerOf("1.0, with an identity");
    assertEquals(Optional.empty(), old.type());
    assertArrayEquals(Hex.octets("'right'"), old.identity());

    RemotePeer second = peerOf("2.0, revision 1, with an identity");
    assertEquals(Optional.of(SocketType.ROUTER), second.type());
    assertArrayEquals(Hex.octets("'right'"), second.identity());
    assertEquals(Optional.of(SocketType.XPUB), peerOf("2.0, XPUB as libzmq writes it").type());

    RemotePeer third = peerOf("3.1, metadata of both sides, a long frame");
    assertEquals(Optional.of(SocketType.PULL), third.type());
    assertArrayEquals(Hex.octets("'a/b'"), third.properties().get("Resource"));
    assertEquals(2, third.properties().size());
    assertEquals(Optional.empty(), peerOf("3.1, a peer without a type").type());
    assertEquals(Optional.of("user-1"), peerOf("PLAIN server").userId());
    assertEquals(Optional.empty(), peerOf("PLAIN server").codec());
  }

  static Stream<Arguments> versionPairs() {
    return Stream.of(ZmtpVersion.values())
        .flatMap(
            oldest -> Stream.of(ZmtpVersion.values()).map(spoken -> Arguments.of(oldest, spoken)));
  }

  private static String octetsOfAPeerThatSpeaks(ZmtpVersion version) {
    String signature = RecordedExchanges.SIGNATURE;
    return switch (version) {
      case V1_0 -> "01 00";
      case V2_0 -> signature + "01 02 00 00";
      case V3_0 -> signature + "03 " + RecordedExchanges.REST_NULL_3_0 + READY_SUB;
      case V3_1 -> signature + "03 " + RecordedExchanges.REST_NULL + READY_SUB;
    };
  }

  @ParameterizedTest
  @MethodSource("versionPairs")
  void shouldSpeakToThePeersThatAreNotTooOld(ZmtpVersion oldest, ZmtpVersion spoken)
      throws WireException {
    Handshake handshake = new Handshake(RecordedExchanges.peerPub().withOldest(oldest));
    ByteBuffer input = ByteBuffer.wrap(Hex.octets(octetsOfAPeerThatSpeaks(spoken)));
    if (spoken.compareTo(oldest) >= 0) {
      handshake.receive(input);
      assertEquals(spoken, handshake.peer().version());
      assertFalse(input.hasRemaining());
    } else {
      WireException refusal = assertThrows(WireException.class, () -> handshake.receive(input));
      Reason expected = spoken == ZmtpVersion.V1_0 ? Reason.NOT_ZMTP : Reason.UNSUPPORTED_VERSION;
      assertEquals(expected, refusal.reason());
    }
  }

  @Test
  void shouldTakeNothingWhenItIsComplete() throws WireException {
    Handshake handshake = exchanges().get(0).replayInStep();
    ByteBuffer traffic = ByteBuffer.wrap(Hex.octets("ff ff ff"));
    handshake.receive(traffic);
    assertEquals(3, traffic.remaining());
    assertFalse(handshake.hasOutput());
  }

  @Test
  void shouldHandOutOnlyWhatFitsWhenTheBufferIsSmall() {
    Handshake handshake = new Handshake(RecordedExchanges.left());
    ByteBuffer small = ByteBuffer.allocate(4);
    assertEquals(4, handshake.takeOutput(small));
    assertEquals(0, handshake.takeOutput(small));
    assertTrue(handshake.hasOutput());
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    assertEquals(6, handshake.takeOutput(direct));
    assertFalse(handshake.hasOutput());
  }
}
