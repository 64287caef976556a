package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.pattern.Peer;
import io.cero.pipe.Ingress;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.reactor.Right;
import io.cero.reactor.Threads;
import io.cero.wire.WireException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a session: reads the channel into the inbound pipe, as far as the mark
 * allows, and tells who waits for a message.
 *
 * <p>{@code right} guards the inbound pipe's writing end and the connection's read side. Nobody
 * waits for it.
 */
final class Reading {
  // Opaque: a time that is looked at late is a time all the same.
  private static final VarHandle HEARD_AT;

  static {
    try {
      HEARD_AT = MethodHandles.lookup().findVarHandle(Reading.class, "heardAt", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int READS = 4;

  /** The same while a caller waits for the rest of a body that comes in large parts. */
  private static final int AWAITED_READS = 32;

  /** Bytes after which other connections have their turn all the same. */
  private static final long AWAITED_BYTES = 4 << 20;

  /** Bytes of a part after which the next one is worth looking for before sleeping. */
  private static final int LARGE_PART = 32 << 10;

  /** How long to look for it: falling asleep and being woken takes as long. */
  private static final long LOOK = 50_000;

  final Right right = new Right();
  private final Session session;
  private final Peer peer;

  // The holder of the right's.
  @SuppressWarnings("UnusedVariable") // through HEARD_AT
  private long heardAt = System.nanoTime(); // for heartbeats and statistics; anybody looks

  private final ArrayDeque<byte[]> postponed = new ArrayDeque<>(0);
  private long lookUntil = System.nanoTime();

  Reading(Session session) {
    this.session = session;
    this.peer = session.peer;
  }

  /**
   * Reads the channel if nobody else does.
   *
   * @param selected true if the selector said that there is something
   * @return true if messages were published
   */
  boolean read(boolean selected) {
    boolean published = false;
    if (right.tryAcquire()) {
      do {
        published |= readHeld(selected);
      } while (!right.release());
    }
    return published;
  }

  private boolean readHeld(boolean selected) {
    Connection current = session.connection;
    if (current == null || current.isEnded()) {
      return false;
    }
    Ingress ingress = current.ingress;
    int published = 0;
    try {
      int reads = 0;
      long bytes = 0;
      boolean mayRead = true;
      boolean ahead = false;
      while (!ahead) {
        if (ingress.isMarked()) {
          published += ingress.walk();
        }
        if (ingress.isMarked() || (mayRead && !ingress.hasRoom())) {
          if (!peer.in.awaitRoom()) {
            continue; // there is room meanwhile, so the next turn publishes or reads
          }
          // From here on roomAgain publishes: nothing else may, for the channel may be empty.
          if (!current.marked.atMark(selected)) {
            break;
          }
          ahead = true;
        } else if (!mayRead) {
          current.marked.resume();
          break;
        }
        int count;
        if (ahead) {
          count = ingress.readAhead(current.channel);
        } else {
          count = ingress.read(current.channel);
          current.marked.onRead();
        }
        if (count < 0) {
          current.ended();
          session.fail(current, DisconnectReason.PEER_CLOSED, "");
          break;
        }
        settleSubscriptions();
        published += count;
        if (ingress.lastRead() > 0) {
          HEARD_AT.setOpaque(this, System.nanoTime());
          session.reactor.stir(); // also for what is no message: it has taken memory all the same
        }
        if (ingress.lastRead() != 0) {
          reads++;
          bytes += ingress.lastRead();
        }
        mayRead =
            published == 0
                && ((ingress.wasFilled() && reads < READS)
                    || (ingress.isAwaited()
                        && reads < AWAITED_READS
                        && bytes < AWAITED_BYTES
                        && comesSoon(ingress)));
      }
    } catch (IOException e) {
      current.ended();
      session.fail(current, DisconnectReason.IO_ERROR, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      current.ended();
      session.fail(
          current, reasonOf(e), String.valueOf(e.getMessage()), e.errorCommand().orElse(null));
    } catch (RuntimeException | Error fault) {
      current.ended();
      session.fail(current, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
    if (published > 0) {
      session.heard = true;
      tellReader();
    }
    return published > 0;
  }

  /** When bytes came last. Any thread. */
  long heardAt() {
    return (long) HEARD_AT.getOpaque(this);
  }

  /** True if the next part of a body is likely to come before a thread could sleep. */
  private boolean comesSoon(Ingress ingress) {
    if (ingress.lastRead() >= LARGE_PART) {
      lookUntil = System.nanoTime() + LOOK;
      return Threads.MANY_CORES;
    }
    Thread.onSpinWait();
    return ingress.lastRead() == 0 && System.nanoTime() - lookUntil < 0;
  }

  void tellReader() {
    session.reactor.stir();
    if (peer.in.takeReaderWaiting()) {
      peer.post(Peer.READABLE);
    }
  }

  private static DisconnectReason reasonOf(WireException fault) {
    return switch (fault.reason()) {
      case FRAME_TOO_LARGE, MESSAGE_TOO_LARGE -> DisconnectReason.MESSAGE_TOO_LARGE;
      case PEER_REPORTED_ERROR -> DisconnectReason.REFUSED_BY_PEER;
      default -> DisconnectReason.PROTOCOL_ERROR;
    };
  }

  /** A publisher's peer has subscribed, or taken a subscription back. Called by the read side. */
  void subscription(byte operation, byte[] topic) {
    if (!session.profile.isPublisher()) {
      return;
    }
    byte[] message = new byte[topic.length + 1];
    message[0] = operation;
    System.arraycopy(topic, 0, message, 1, topic.length);
    postponed.add(message);
    if (!(peer.in instanceof Log log && log.isOpen())) {
      settleSubscriptions();
    }
  }

  /** Passes on the subscriptions that came between the frames of a message. */
  private void settleSubscriptions() {
    if (postponed.isEmpty() || (peer.in instanceof Log log && log.isOpen())) {
      return;
    }
    for (byte[] message = postponed.poll(); message != null; message = postponed.poll()) {
      peer.in.append(new Outgoing().set(message), false);
    }
    tellReader();
  }

  /** Takes what was read behind the handshake. With the right held. */
  void acceptEarly(Connection next, ByteBuffer early) {
    if (!early.hasRemaining()) {
      return;
    }
    try {
      if (next.ingress.accept(early) > 0) {
        session.heard = true;
      }
    } catch (WireException e) {
      session.fail(
          next, reasonOf(e), String.valueOf(e.getMessage()), e.errorCommand().orElse(null));
    } catch (RuntimeException | Error fault) {
      session.fail(next, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
    settleSubscriptions();
    tellReader();
  }

  /** Puts a message of our own making into the inbound pipe. */
  void madeUp(byte @Nullable [][] frames) {
    if (frames == null) {
      return;
    }
    while (!right.tryAcquireSilently()) {
      Thread.onSpinWait(); // without a connection nobody has it for long
    }
    try {
      Outgoing frame = new Outgoing();
      for (int i = 0; i < frames.length; i++) {
        peer.in.append(frame.set(frames[i]), i + 1 < frames.length);
      }
    } finally {
      Session.letGo(right);
    }
    tellReader();
  }

  /** Lets a connection look after its reading at the mark; false if that is being read just now. */
  boolean look(Connection current) {
    if (session.connection != current || current.isEnded()) {
      return true;
    }
    if (!right.tryAcquireSilently()) {
      return false;
    }
    current.marked.look();
    if (Session.letGo(right)) {
      read(false);
    }
    return true;
  }

  boolean sweep(Connection current) {
    if (!right.tryAcquireSilently()) {
      return false;
    }
    boolean trimmed;
    try {
      trimmed = current.ingress.trim();
    } finally {
      if (Session.letGo(right)) {
        read(false);
      }
    }
    session.flush();
    return trimmed;
  }
}
