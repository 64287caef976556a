package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which sockets may be connected, by the table of RFC 37 and through whole handshakes. */
class SocketTypeTest {
  /** Each legal pair, in one of its two orders. */
  private static final Set<String> LEGAL =
      Set.of(
          "REQ-REP",
          "REQ-ROUTER",
          "REP-DEALER",
          "DEALER-DEALER",
          "DEALER-ROUTER",
          "ROUTER-ROUTER",
          "PUB-SUB",
          "PUB-XSUB",
          "XPUB-SUB",
          "XPUB-XSUB",
          "PUSH-PULL",
          "PAIR-PAIR");

  private static boolean isLegal(SocketType one, SocketType other) {
    return LEGAL.contains(one + "-" + other) || LEGAL.contains(other + "-" + one);
  }

  static Stream<Arguments> pairs() {
    List<SocketType> types = List.of(SocketType.values());
    return types.stream().flatMap(one -> types.stream().map(other -> Arguments.of(one, other)));
  }

  static Stream<Arguments> speakingPairs() {
    return pairs().filter(pair -> !List.of(pair.get()).contains(SocketType.STREAM));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void shouldAcceptExactlyTheLegalPairs(SocketType one, SocketType other) {
    assertEquals(isLegal(one, other), one.accepts(other));
    assertEquals(one.accepts(other), other.accepts(one));
  }

  @ParameterizedTest
  @MethodSource("speakingPairs")
  void shouldEnforceThePairWhenThePeerSpeaks3(SocketType local, SocketType peer)
      throws WireException {
    String input =
        RecordedExchanges.SIGNATURE
            + "03 "
            + RecordedExchanges.REST_NULL
            + RecordedExchanges.ready(peer.name(), "");
    check(local, peer, Hex.octets(input), isLegal(local, peer));
  }

  @ParameterizedTest
  @MethodSource("speakingPairs")
  void shouldEnforceThePairWhenThePeerSpeaks2(SocketType local, SocketType peer)
      throws WireException {
    String input = RecordedExchanges.SIGNATURE + String.format("01 %02x 00 00", peer.octet());
    check(local, peer, Hex.octets(input), isLegal(local, peer));
  }

  private static void check(SocketType local, SocketType peer, byte[] input, boolean legal)
      throws WireException {
    Handshake handshake = new Handshake(LocalPeer.of(local));
    if (legal) {
      handshake.receive(ByteBuffer.wrap(input));
      assertTrue(handshake.isComplete());
    } else {
      WireException refusal =
          assertThrows(WireException.class, () -> handshake.receive(ByteBuffer.wrap(input)));
      assertEquals(Reason.ILLEGAL_SOCKET_PAIR, refusal.reason());
      assertTrue(refusal.getMessage().contains(local.name()), refusal.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(SocketType.class)
  void shouldBeFoundByItsName(SocketType type) {
    assertEquals(Optional.of(type), SocketType.named(type.name()));
    assertEquals(Optional.empty(), SocketType.named(type.name().toLowerCase()));
  }

  @Test
  void shouldFindNothingWhenTheNameIsUnknown() {
    assertEquals(Optional.empty(), SocketType.named("CLIENT"));
    assertEquals(Optional.empty(), SocketType.named(""));
  }

  @Test
  void shouldHaveTheOctetsOfRfc15() {
    List<SocketType> types =
        List.of(
            SocketType.PAIR,
            SocketType.PUB,
            SocketType.SUB,
            SocketType.REQ,
            SocketType.REP,
            SocketType.DEALER,
            SocketType.ROUTER,
            SocketType.PULL,
            SocketType.PUSH);
    for (int octet = 0; octet < types.size(); octet++) {
      assertEquals(octet, types.get(octet).octet());
      assertEquals(Optional.of(types.get(octet)), SocketType.ofOctet((byte) octet));
    }
    assertEquals(Optional.of(SocketType.XPUB), SocketType.ofOctet((byte) 9));
    assertEquals(Optional.of(SocketType.XSUB), SocketType.ofOctet((byte) 10));
    for (int octet = 11; octet < 256; octet++) {
      assertEquals(Optional.empty(), SocketType.ofOctet((byte) octet));
    }
  }
}
