package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two handshakes of this library against each other, whatever pieces their octets come in. */
class HandshakePairTest {
  /** Carries octets between the two, at most {@code piece} at a time, until neither moves. */
  private static void converse(Handshake left, Handshake right, int piece) throws WireException {
    boolean moved = true;
    while (moved) {
      moved = carry(left, right, piece);
      moved |= carry(right, left, piece);
    }
  }

  private static boolean carry(Handshake from, Handshake to, int piece) throws WireException {
    ByteBuffer octets = ByteBuffer.allocate(piece);
    from.takeOutput(octets);
    octets.flip();
    boolean moved = octets.hasRemaining();
    to.receive(octets);
    assertFalse(octets.hasRemaining(), "a handshake took all that belongs to it");
    return moved;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 4096})
  void shouldFindEachOtherWhenBothUseNull(int piece) throws WireException {
    Handshake dealer =
        new Handshake(
            LocalPeer.of(SocketType.DEALER)
                .withIdentity(Hex.octets("'left'"))
                .withMetadata(Map.of("X-color", Hex.octets("'red'"))));
    Handshake router = new Handshake(LocalPeer.of(SocketType.ROUTER));
    converse(dealer, router, piece);

    assertTrue(dealer.isComplete());
    assertTrue(router.isComplete());
    RemotePeer found = router.peer();
    assertEquals(ZmtpVersion.V3_1, found.version());
    assertEquals(Optional.of(SocketType.DEALER), found.type());
    assertArrayEquals(Hex.octets("'left'"), found.identity());
    assertArrayEquals(Hex.octets("'red'"), found.properties().get("x-COLOR"));
    assertEquals(Optional.of(SocketType.ROUTER), dealer.peer().type());
    assertEquals(0, dealer.peer().identity().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 4096})
  void shouldAuthenticateWhenBothUsePlain(int piece) throws WireException {
    Handshake push =
        new Handshake(
            LocalPeer.of(SocketType.PUSH).withMechanism(new PlainClient("ann", "secret")));
    Credentials expected = new Credentials(Hex.octets("'ann'"), Hex.octets("'secret'"));
    Handshake pull =
        new Handshake(
            LocalPeer.of(SocketType.PULL)
                .withMechanism(
                    new PlainServer(
                        given ->
                            given.equals(expected)
                                ? Verdict.accept("user-1")
                                : Verdict.refuse("wrong password"))));
    converse(push, pull, piece);

    assertTrue(push.isComplete());
    assertTrue(pull.isComplete());
    assertEquals(Optional.of("user-1"), pull.peer().userId());
    assertEquals(Optional.empty(), push.peer().userId());
  }
}
