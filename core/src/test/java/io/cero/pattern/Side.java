package io.cero.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cero.DropReason;
import io.cero.pipe.ChunkPool;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.reactor.Waiter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A pattern with the least of a socket around it: frames are texts of one byte a character, events
 * are taken note of before every call, and what the pattern reports is kept.
 */
final class Side implements Host {
  static final ChunkPool POOL = new ChunkPool();
  static final int MARK = 4;

  final Pattern pattern;
  final Inbox inbox = new Inbox(new Waiter());
  final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  final List<Peer> forgotten = new ArrayList<>();

  private final Incoming incoming = new Incoming();
  private final Outgoing outgoing = new Outgoing();

  private Side(Function<Host, Pattern> made) {
    this.pattern = made.apply(this);
  }

  static Side of(Function<Host, Pattern> made) {
    return new Side(made);
  }

  /** An accepted peer that announces no identity. */
  Remote peer() {
    return peer("");
  }

  /** An accepted peer that announces an identity. */
  Remote peer(String identity) {
    Remote remote = new Remote(this, false);
    remote.introduce(identity);
    remote.peer.account.connected("", "");
    remote.peer.post(Peer.ATTACHED | Peer.CONNECTED);
    drain();
    return remote;
  }

  /** A peer that this side connects to; its handshake is still to come. */
  Remote connecting() {
    Remote remote = new Remote(this, true);
    remote.peer.post(Peer.ATTACHED);
    drain();
    return remote;
  }

  /** A peer that this side connects to under an address of its choice. */
  Remote connectingTo(String address) {
    Remote remote = new Remote(this, true);
    remote.peer.routingId = bytes(address);
    remote.peer.post(Peer.ATTACHED);
    drain();
    return remote;
  }

  /** Puts two sides back to back, with identities as the other sees them. */
  static void join(Side a, String identityOfA, Side b, String identityOfB) {
    Log ab = new Log(POOL, MARK, 0);
    Log ba = new Log(POOL, MARK, 0);
    Peer atA = new Peer(a.inbox, ab, ba, "inproc://joined", true);
    Peer atB = new Peer(b.inbox, ba, ab, "inproc://joined", false);
    connect(atA, atB);
    connect(atB, atA);
    atA.introduce(bytes(identityOfB), null);
    atB.introduce(bytes(identityOfA), null);
    atA.post(Peer.ATTACHED | Peer.CONNECTED);
    atB.post(Peer.ATTACHED | Peer.CONNECTED);
    a.drain();
    b.drain();
  }

  private static void connect(Peer writer, Peer reader) {
    writer.link(
        new FakeLink(
            () -> {
              if (reader.in.takeReaderWaiting()) {
                reader.post(Peer.READABLE);
              }
            }));
    reader.in.onRoom(() -> writer.post(Peer.WRITABLE));
  }

  void drain() {
    inbox.drainTo(pattern);
  }

  /** Sends a message; false if it would block, and then nothing was sent. */
  boolean send(String... frames) {
    for (int i = 0; i < frames.length; i++) {
      if (!sendFrame(frames[i], i + 1 < frames.length)) {
        if (i > 0) {
          throw new AssertionError("a message under way was refused at frame " + i);
        }
        return false;
      }
    }
    return true;
  }

  boolean sendFrame(String body, boolean more) {
    drain();
    return pattern.send(outgoing.set(bytes(body)), more);
  }

  /** Receives a message; empty if there is none. */
  List<String> receive() {
    List<String> frames = new ArrayList<>();
    boolean more = true;
    while (more) {
      drain();
      boolean expected = pattern.canReceive();
      if (pattern.receive(incoming) != expected) {
        throw new AssertionError("canReceive() said " + expected);
      }
      if (!expected) {
        if (!frames.isEmpty()) {
          throw new AssertionError("a message ended without its last frame: " + frames);
        }
        return frames;
      }
      more = incoming.more();
      frames.add(new String(incoming.copy(), ISO_8859_1));
      incoming.done();
    }
    return frames;
  }

  /** Receives one frame and returns its body; whether more follow is {@link #more}. */
  String receiveFrame() {
    String body = describeFrame();
    incoming.done();
    return body;
  }

  /** Receives one frame but does not take it, like a caller whose buffer is too small. */
  String describeFrame() {
    drain();
    if (!pattern.receive(incoming)) {
      throw new AssertionError("there is no frame");
    }
    return new String(incoming.copy(), ISO_8859_1);
  }

  boolean more() {
    return incoming.more();
  }

  long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public void dropped(DropReason reason, long messages) {
    dropped.merge(reason, messages, Long::sum);
  }

  @Override
  public void forgotten(Peer peer) {
    if (forgotten.contains(peer)) {
      throw new AssertionError("a peer was forgotten twice");
    }
    forgotten.add(peer);
  }
}
