package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.SocketType;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketEventTest {
  private static final String HERE = "tcp://127.0.0.1:5555";
  private static final String THERE = "127.0.0.1:40312";

  @Test
  void shouldCarrySequenceEndpointAndAddressInEveryKind() {
    PeerMetadata peer = PeerMetadata.ofAddress(THERE);
    List<SocketEvent> withAddress =
        List.of(
            new SocketEvent.Accepted(0, HERE, THERE),
            new SocketEvent.Connected(1, HERE, "127.0.0.1:40313", THERE),
            new SocketEvent.HandshakeSucceeded(2, HERE, peer, "3.1", "NULL"),
            new SocketEvent.HandshakeFailed(
                3, HERE, THERE, HandshakeFailure.NOT_ZMTP, "first byte is 0x47"),
            new SocketEvent.Disconnected(4, HERE, THERE, DisconnectReason.PEER_CLOSED, "", 12, 3),
            new SocketEvent.Dropped(5, HERE, THERE, 7, DropReason.HIGH_WATER_MARK),
            new SocketEvent.OverflowFailed(6, HERE, THERE, "No space left on device"),
            new SocketEvent.MarkReached(7, HERE, THERE),
            new SocketEvent.RoomAgain(8, HERE, THERE));
    List<SocketEvent> withoutAddress =
        List.of(
            new SocketEvent.Listening(0, HERE),
            new SocketEvent.BindFailed(1, HERE, "in use"),
            new SocketEvent.AcceptFailed(2, HERE, "too many open files"),
            new SocketEvent.ConnectDelayed(3, HERE),
            new SocketEvent.ConnectRetried(4, HERE, Duration.ofMillis(100), "refused"),
            new SocketEvent.ConnectStopped(5, HERE, "refused"),
            new SocketEvent.Closed(6, HERE),
            new SocketEvent.CloseFailed(7, HERE, "no such file"));
    for (int i = 0; i < withAddress.size(); i++) {
      assertEquals(i, withAddress.get(i).sequence());
      assertEquals(HERE, withAddress.get(i).endpoint());
      assertEquals(THERE, withAddress.get(i).address());
    }
    for (int i = 0; i < withoutAddress.size(); i++) {
      assertEquals(i, withoutAddress.get(i).sequence());
      assertEquals(HERE, withoutAddress.get(i).endpoint());
      assertEquals("", withoutAddress.get(i).address());
    }
    SocketEvent last = new SocketEvent.MonitorStopped(9);
    assertEquals(9, last.sequence());
    assertEquals("", last.endpoint());
    assertEquals("", last.address());
    assertEquals(
        withAddress.size() + withoutAddress.size() + 1,
        SocketEvent.class.getPermittedSubclasses().length,
        "a kind of event is not in this test");
  }

  @Test
  void shouldBeRecordsWhenOfAnyKind() {
    assertTrue(Arrays.stream(SocketEvent.class.getPermittedSubclasses()).allMatch(Class::isRecord));
    assertEquals(
        new SocketEvent.Dropped(5, HERE, "", 7, DropReason.NO_PEER),
        new SocketEvent.Dropped(5, HERE, "", 7, DropReason.NO_PEER));
  }

  @Test
  void shouldLookPropertiesUpInAnyCase() {
    Map<String, String> announced = new HashMap<>(Map.of("X-Name", "a"));
    PeerMetadata peer =
        new PeerMetadata(
            THERE,
            Optional.of("user"),
            Optional.of(SocketType.DEALER),
            Optional.of(RoutingId.of("PEER2")),
            announced);
    announced.put("X-Later", "b");
    assertEquals(Optional.of("a"), peer.property("x-NAME"));
    assertEquals(Optional.empty(), peer.property("X-Later"));
    assertThrows(UnsupportedOperationException.class, () -> peer.properties().clear());
  }
}
