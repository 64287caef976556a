package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.FreshOptions;
import io.cero.StreamOptions;
import io.cero.UnroutableException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamTest {
  private final Side stream = side(FreshOptions.stream());
  private final Side quiet = side(FreshOptions.stream().peerNotifications(false));

  private static Side side(StreamOptions options) {
    return Side.of(host -> new Stream(host, options));
  }

  @Test
  void shouldReceiveAnEmptyFrameWhenAConnectionBegins() {
    Remote peer = stream.peer();
    assertEquals(List.of(peer.address(), ""), stream.receive());
    assertSame(peer.peer, stream.pattern.lastPeer());
    assertEquals(List.of(), stream.receive());
  }

  @Test
  void shouldReceiveAnEmptyFrameBehindTheBytesWhenAConnectionEnds() {
    Remote peer = stream.peer();
    peer.send("GET / HTTP/1.0\r\n\r\n");
    peer.gone();
    assertEquals(List.of(peer.address(), ""), stream.receive());
    assertEquals(List.of(peer.address(), "GET / HTTP/1.0\r\n\r\n"), stream.receive());
    assertEquals(List.of(peer.address(), ""), stream.receive());
    assertEquals(List.of(), stream.receive());
    assertEquals(List.of(peer.peer), stream.forgotten);
  }

  @Test
  void shouldReceiveBytesAloneWhenNotificationsAreOff() {
    Remote peer = quiet.peer();
    assertEquals(List.of(), quiet.receive());
    peer.send("bytes");
    peer.gone();
    assertEquals(List.of(peer.address(), "bytes"), quiet.receive());
    assertEquals(List.of(), quiet.receive());
  }

  @Test
  void shouldGiveEachConnectionFiveBytesWhenItBegins() {
    Remote a = quiet.peer();
    Remote b = quiet.peer();
    assertEquals(5, a.address().length());
    assertEquals(0, a.address().charAt(0));
    assertNotEquals(a.address(), b.address());
  }

  @Test
  void shouldSendBytesToTheConnectionWhenItsAddressIsInFront() {
    Remote a = quiet.peer();
    Remote b = quiet.peer();
    quiet.send(b.address(), "to b");
    quiet.send(a.address(), "to a");
    assertEquals(List.of("to a"), a.receive());
    assertEquals(List.of("to b"), b.receive());
    assertEquals(1, a.link.published);
  }

  @Test
  void shouldSendEachFrameWhenMoreIsSaidOfTheBytes() {
    Remote peer = quiet.peer();
    quiet.sendFrame(peer.address(), true);
    quiet.sendFrame("one", true);
    quiet.sendFrame(peer.address(), true);
    quiet.sendFrame("two", true);
    assertEquals(List.of("one"), peer.receive());
    assertEquals(List.of("two"), peer.receive());
  }

  @Test
  void shouldRefuseBytesWhenNoConnectionHasTheAddress() {
    Remote peer = quiet.peer();
    assertThrows(UnroutableException.class, () -> quiet.send("nobody", "lost"));
    assertTrue(quiet.send(peer.address(), "found"));
    assertEquals(List.of("found"), peer.receive());
  }

  @Test
  void shouldDropAnAddressWhenThereIsNothingBehindIt() {
    Remote peer = quiet.peer();
    assertTrue(quiet.send(peer.address()));
    assertEquals(1, quiet.dropped(DropReason.MALFORMED));
    assertTrue(quiet.send(peer.address(), "bytes"));
    assertEquals(List.of("bytes"), peer.receive());
  }

  @Test
  void shouldWouldBlockWhenTheConnectionIsFull() {
    Remote peer = quiet.peer();
    for (int i = 0; i < Side.MARK; i++) {
      assertTrue(quiet.send(peer.address(), "b" + i));
    }
    assertFalse(quiet.send(peer.address(), "too many"));
    assertTrue(quiet.pattern.canSend());
    for (int i = 0; i < Side.MARK; i++) {
      assertEquals(List.of("b" + i), peer.receive());
    }
    assertFalse(quiet.inbox.isEmpty());
    assertTrue(quiet.send(peer.address(), "now"));
  }

  @Test
  void shouldCloseTheConnectionWhenAnEmptyFrameIsSent() {
    Remote peer = stream.peer();
    stream.receive();
    stream.send(peer.address(), "goodbye");
    assertTrue(stream.send(peer.address(), ""));
    assertTrue(peer.link.closed);
    assertFalse(peer.link.dropped);
    assertEquals(List.of("goodbye"), peer.receive());
    assertEquals(List.of(), peer.receive());
    assertThrows(UnroutableException.class, () -> stream.send(peer.address(), "lost"));
  }

  @Test
  void shouldNotAnnounceTheEndWhenThisSideClosed() {
    Remote peer = stream.peer();
    stream.receive();
    peer.send("unread");
    stream.send(peer.address(), "");
    assertEquals(List.of(), stream.receive());
    peer.gone();
    assertEquals(List.of(), stream.receive());
    assertEquals(List.of(peer.peer), stream.forgotten);
  }

  @Test
  void shouldStillReadTheBytesWhenTheirAddressWasReadBeforeTheClose() {
    Remote peer = quiet.peer();
    peer.send("bytes");
    peer.send("unread");
    assertEquals(peer.address(), quiet.receiveFrame());
    quiet.send(peer.address(), "");
    assertEquals("bytes", quiet.receiveFrame());
    assertEquals(List.of(), quiet.receive());
  }

  @Test
  void shouldCloseOnlyThatConnectionWhenThereAreOthers() {
    Remote a = quiet.peer();
    Remote b = quiet.peer();
    Remote c = quiet.peer();
    quiet.send(b.address(), "");
    a.send("from a");
    b.send("from b");
    c.send("from c");
    assertEquals(List.of(a.address(), "from a"), quiet.receive());
    assertEquals(List.of(c.address(), "from c"), quiet.receive());
    assertEquals(List.of(), quiet.receive());
    assertFalse(a.link.closed);
  }

  @Test
  void shouldReachAConnectionAtOnceWhenItsAddressWasChosenHere() {
    Remote peer = stream.connectingTo("server");
    assertTrue(stream.send("server", "early"));
    assertEquals(List.of(), stream.receive());
    peer.connected("");
    assertEquals(List.of("server", ""), stream.receive());
    assertEquals(List.of("early"), peer.receive());
    peer.send("answer");
    assertEquals(List.of("server", "answer"), stream.receive());
  }

  @Test
  void shouldAnnounceAConnectingPeerOnlyWhenItIsConnected() {
    Remote peer = stream.connecting();
    assertEquals(List.of(), stream.receive());
    peer.connected("");
    stream.drain();
    assertEquals(List.of(peer.address(), ""), stream.receive());
  }

  @Test
  void shouldKeepTheAddressWhenAConnectionIsMadeAgain() {
    Remote peer = stream.connecting();
    peer.connected("");
    stream.receive();
    final String address = peer.address();
    peer.lost();
    assertEquals(List.of(address, ""), stream.receive());
    peer.connected("");
    assertEquals(List.of(address, ""), stream.receive());
    assertTrue(stream.send(address, "again"));
    assertEquals(List.of("again"), peer.receive());
  }

  @Test
  void shouldTakeBytesInTurnWhenOneConnectionSentMuch() {
    Remote a = quiet.peer();
    Remote b = quiet.peer();
    a.send("a1");
    a.send("a2");
    b.send("b1");
    assertEquals("a1", quiet.receive().get(1));
    assertEquals("b1", quiet.receive().get(1));
    assertEquals("a2", quiet.receive().get(1));
  }

  @Test
  void shouldListItsConnectionsWhenAsked() {
    Remote a = quiet.peer();
    Stream pattern = (Stream) quiet.pattern;
    assertEquals(List.of(a.peer), pattern.peers());
    assertEquals(Optional.of(a.peer), pattern.peer(a.peer.routingId));
    pattern.drop(a.peer);
    assertTrue(a.link.dropped);
    assertEquals(List.of(), pattern.peers());
  }

  @Test
  void shouldStartAfreshWhenOnlyTheAddressWasSentAndItIsAbandoned() {
    Remote peer = quiet.peer();
    quiet.sendFrame(peer.address(), true);
    quiet.pattern.abandonSend();
    assertTrue(quiet.send(peer.address(), "bytes"));
    assertEquals(List.of("bytes"), peer.receive());
  }

  @Test
  void shouldDropTheBytesWhenTheirConnectionEndsBehindTheAddress() {
    Remote peer = quiet.peer();
    quiet.sendFrame(peer.address(), true);
    peer.gone();
    assertTrue(quiet.sendFrame("bytes", false));
    assertEquals(1, quiet.dropped(DropReason.PEER_GONE));
    assertEquals(List.of(), peer.receive());
  }
}
