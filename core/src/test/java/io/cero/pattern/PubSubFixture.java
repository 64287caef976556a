package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.HandshakeFailure;
import io.cero.pipe.ChunkPool;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Pipe;
import io.cero.pipe.Slot;
import io.cero.reactor.Reactor;
import io.cero.reactor.Waiter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sockets without a transport: patterns whose peers are wired crosswise by real pipes. */
final class PubSubFixture {
  private PubSubFixture() {}

  /** A pattern with its inbox, and a note of what it told its host. */
  static final class Side<P extends Pattern> {
    final Inbox inbox = new Inbox(new Waiter());
    final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    final List<Peer> forgotten = new ArrayList<>();
    final P pattern;
    private final Outgoing outgoing = new Outgoing();
    private final Incoming incoming = new Incoming();

    Side(Function<Host, P> make) {
      this.pattern =
          make.apply(
              new Host() {
                @Override
                public void dropped(DropReason reason, long messages) {
                  dropped.merge(reason, messages, Long::sum);
                }

                @Override
                public void forgotten(Peer peer) {
                  forgotten.add(peer);
                }

                @Override
                public void lookAround() {
                  pump();
                }
              });
    }

    /** Takes note of everything that happened, as every call of a socket does first. */
    void pump() {
      while (!inbox.isEmpty()) {
        inbox.drainTo(pattern);
      }
    }

    /** Sends a message unless it would block at its first frame. */
    boolean trySend(byte[]... frames) {
      pump();
      for (int i = 0; i < frames.length; i++) {
        if (!pattern.send(outgoing.set(frames[i]), i + 1 < frames.length)) {
          assertTrue(i == 0, "blocked within a message");
          return false;
        }
      }
      return true;
    }

    boolean trySend(String... frames) {
      byte[][] bodies = new byte[frames.length][];
      for (int i = 0; i < frames.length; i++) {
        bodies[i] = bytes(frames[i]);
      }
      return trySend(bodies);
    }

    void send(String... frames) {
      assertTrue(trySend(frames), "would block");
    }

    /** Sends one frame and leaves the message as {@code more} says. */
    boolean sendFrame(String frame, boolean more) {
      pump();
      return pattern.send(outgoing.set(bytes(frame)), more);
    }

    /** The next message, its frames joined by a bar; or "nothing". */
    String receive() {
      pump();
      if (!pattern.receive(incoming)) {
        return "nothing";
      }
      StringBuilder message = new StringBuilder();
      while (true) {
        message.append(text(incoming.copy()));
        boolean more = incoming.more();
        incoming.done();
        if (!more) {
          return message.toString();
        }
        message.append('|');
        assertTrue(pattern.receive(incoming), "the rest of a message is missing");
      }
    }

    /** Every message that is there. */
    List<String> receiveAll() {
      List<String> all = new ArrayList<>();
      for (String next = receive(); !next.equals("nothing"); next = receive()) {
        all.add(next);
      }
      return all;
    }

    boolean canReceive() {
      pump();
      return pattern.canReceive();
    }

    boolean canSend() {
      pump();
      return pattern.canSend();
    }

    long dropped(DropReason reason) {
      return dropped.getOrDefault(reason, 0L);
    }
  }

  /** The two ends of one connection. */
  static final class Pair {
    final Peer left;
    final Peer right;
    final FakeLink leftLink;
    final FakeLink rightLink;

    private Pair(Peer left, Peer right) {
      this.left = left;
      this.right = right;
      this.leftLink = new FakeLink(left, right);
      this.rightLink = new FakeLink(right, left);
      left.link(leftLink);
      right.link(rightLink);
      left.out.onRoom(() -> left.post(Peer.WRITABLE));
      right.out.onRoom(() -> right.post(Peer.WRITABLE));
    }

    /** Ends the connection at both ends. */
    void end() {
      left.post(Peer.GONE);
      right.post(Peer.GONE);
    }
  }

  /** A transport that moves nothing: what one side writes, the other reads. */
  static final class FakeLink implements Link {
    private final Peer near;
    private final Peer far;
    boolean resends;
    @Nullable Reactor reactor;
    Runnable onFlush = () -> {};
    int flushes;
    int publications;

    FakeLink(Peer near, Peer far) {
      this.near = near;
      this.far = far;
    }

    @Override
    public void published() {
      publications++;
      if (near.out.takeReaderWaiting()) {
        far.post(Peer.READABLE);
      }
    }

    @Override
    public void flush() {
      flushes++;
      onFlush.run();
      if (near.out.takeReaderWaiting()) {
        far.post(Peer.READABLE);
      }
    }

    @Override
    public @Nullable Reactor reactor() {
      return reactor;
    }

    @Override
    public void subscribe(byte[] prefix) {
      upstream(1, prefix);
    }

    @Override
    public void cancel(byte[] prefix) {
      upstream(0, prefix);
    }

    private void upstream(int what, byte[] prefix) {
      byte[] body = new byte[1 + prefix.length];
      body[0] = (byte) what;
      System.arraycopy(prefix, 0, body, 1, prefix.length);
      near.out.append(new Outgoing().set(body), false);
      published();
    }

    @Override
    public boolean tellSubscriptions() {
      return resends;
    }

    @Override
    public void close() {}

    @Override
    public void drop(DisconnectReason reason, String text) {}

    @Override
    public void refuse(HandshakeFailure reason, String text) {}
  }

  /** A connection of which nobody knows yet; each pipe holds so many messages. */
  static Pair pair(Side<?> left, Side<?> right, int mark) {
    ChunkPool pool = new ChunkPool();
    return pair(left, right, new Log(pool, mark, 0), new Log(pool, mark, 0));
  }

  private static Pair pair(Side<?> left, Side<?> right, Pipe leftToRight, Pipe rightToLeft) {
    Peer atLeft = new Peer(left.inbox, leftToRight, rightToLeft, "fake://right", false);
    Peer atRight = new Peer(right.inbox, rightToLeft, leftToRight, "fake://left", true);
    return new Pair(atLeft, atRight);
  }

  /** Connects two sides with pipes that hold so many messages each way. */
  static Pair connect(Side<?> left, Side<?> right, int mark) {
    return attach(pair(left, right, mark));
  }

  static Pair connect(Side<?> left, Side<?> right) {
    return connect(left, right, 1_000);
  }

  /** Connects two sides with a pipe from left to right that keeps the newest message only. */
  static Pair connectConflated(Side<?> left, Side<?> right) {
    return attach(pair(left, right, new Slot(), new Log(new ChunkPool(), 1_000, 0)));
  }

  static Pair attach(Pair pair) {
    pair.left.post(Peer.ATTACHED | Peer.CONNECTED);
    pair.right.post(Peer.ATTACHED | Peer.CONNECTED);
    return pair;
  }

  /** One byte per character, so that {@code "\1A"} is a subscription. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
