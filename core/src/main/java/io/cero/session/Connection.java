package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.pattern.Announcement;
import io.cero.pipe.Ingress;
import io.cero.reactor.ChannelHandler;
import io.cero.wire.Command;
import io.cero.wire.Commands;
import io.cero.wire.WireException;
import io.cero.wire.ZmtpVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One established connection of a session: a channel past its handshake.
 *
 * <p>Who writes what: the holder of the session's right to read everything under "read side", the
 * holder of the right to flush everything under "write side", the driver everything else.
 */
final class Connection implements ChannelHandler, Ingress.CommandHandler {
  /** Commands that may wait to be written before a PING is no longer answered. */
  private static final int MOST_WAITING = 1_000;

  final Session session;
  final SocketChannel channel;
  final String address;
  final ZmtpVersion version;

  // Written before the connection is given to its session.
  @SuppressWarnings("NullAway.Init")
  Ingress ingress;

  @Nullable SelectionKey key;

  @SuppressWarnings("NullAway.Init")
  Heartbeats heartbeats;

  long publishedAtStart;

  // Any thread adds, the write side takes.
  private final ConcurrentLinkedQueue<ByteBuffer> control = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** What is written ahead of what waits. */
  final Announcement announcement = new Announcement();

  // Read side.
  final MarkedReading marked = new MarkedReading(this);
  private volatile boolean readInterestOff;
  private volatile boolean ended;

  // Write side.
  private @Nullable ByteBuffer controlPartly;
  private @Nullable ByteBuffer controlTaken;
  private boolean writeFailed;

  Connection(Session session, SocketChannel channel, String address, ZmtpVersion version) {
    this.session = session;
    this.channel = channel;
    this.address = address;
    this.version = version;
  }

  @Override
  public void onReady(int operations) {
    if ((operations & SelectionKey.OP_READ) != 0) {
      session.read(true);
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      if (session.flushRight.isHeld()) {
        writeInterest(false); // else the selector goes on reporting it; the holder looks again
      }
      session.flush();
    }
  }

  @Override
  public void onFault(Throwable fault) {
    session.fail(this, DisconnectReason.INTERNAL_ERROR, fault.toString());
  }

  @Override
  public boolean onSweep() {
    return session.reading.sweep(this);
  }

  // ------------------------------------------------------------------ read side

  /** True once reading has found the end; nothing is read after it. */
  boolean isEnded() {
    return ended;
  }

  void ended() {
    ended = true;
  }

  /** Stops the selector from reporting bytes for which there is no room. */
  void readInterestOff() {
    if (!readInterestOff) {
      readInterestOff = true;
      interest(SelectionKey.OP_READ, false);
    }
  }

  void readInterestOn() {
    if (readInterestOff) {
      readInterestOff = false;
      interest(SelectionKey.OP_READ, true);
      session.reactor.interestChanged();
    }
  }

  /** Handles a command of the peer. */
  @Override
  public void onCommand(ByteBuffer memory, int offset, int length) throws WireException {
    Command command = Commands.parse(memory, offset, length);
    if (command instanceof Command.Ping ping) {
      heartbeats.peerAsks(ping.ttl());
      if (waiting.get() < MOST_WAITING) { // else the peer reads no answers, but asks on
        send(Commands.pong(ping.context()));
      }
    } else if (command instanceof Command.Subscribe subscribe) {
      session.reading.subscription((byte) 1, subscribe.topic());
    } else if (command instanceof Command.Cancel cancel) {
      session.reading.subscription((byte) 0, cancel.topic());
    } else if (command instanceof Command.Error error) {
      throw WireException.reported(error.reason());
    }
  }

  // ------------------------------------------------------------------ write side

  /** Sends bytes ahead of messages that are not under way. Any thread. */
  void send(byte[] bytes) {
    enqueue(bytes);
    session.flush();
  }

  /** The same, to be flushed by the caller. */
  void enqueue(byte[] bytes) {
    waiting.incrementAndGet();
    control.add(ByteBuffer.wrap(bytes));
  }

  /** True if commands wait that the channel does not take, so that another one would be in vain. */
  boolean isControlWaiting() {
    return announcement.isPending() || waiting.get() > 0;
  }

  private @Nullable ByteBuffer takeControl() {
    ByteBuffer next = controlTaken;
    if (next != null) {
      controlTaken = null;
      return next;
    }
    boolean queued = !control.isEmpty(); // before: what is queued behind an announcement finds it
    for (byte[] prefix = announcement.next(); prefix != null; prefix = announcement.next()) {
      if (version != ZmtpVersion.V1_0) {
        return ByteBuffer.wrap(Subscribing.encode(version, prefix, true));
      }
    }
    if (!queued) {
      return null;
    }
    waiting.decrementAndGet();
    return control.poll();
  }

  /** True if commands wait to be written. */
  boolean hasControl() {
    return controlPartly != null
        || controlTaken != null
        || announcement.isPending()
        || !control.isEmpty();
  }

  /** True if a command was written in part. */
  boolean isControlUnderWay() {
    return controlPartly != null;
  }

  /** Writes the commands that wait; false if the channel took less. */
  boolean writeControl() throws IOException {
    while (true) {
      ByteBuffer next = controlPartly;
      if (next == null) {
        next = takeControl();
        if (next == null) {
          return true;
        }
        next = gather(next);
      }
      while (next.hasRemaining()) {
        if (channel.write(next) == 0) {
          controlPartly = next;
          return false;
        }
      }
      controlPartly = null;
    }
  }

  /** Joins short commands, so that a hundred thousand subscriptions take few system calls. */
  private ByteBuffer gather(ByteBuffer first) {
    ByteBuffer next = takeControl();
    if (next == null) {
      return first;
    }
    ByteBuffer joined = ByteBuffer.allocate(64 << 10);
    if (first.remaining() > joined.remaining()) {
      controlTaken = next;
      return first;
    }
    joined.put(first);
    while (next != null && next.remaining() <= joined.remaining()) {
      joined.put(next);
      next = takeControl();
    }
    controlTaken = next;
    return joined.flip();
  }

  boolean hasWriteFailed() {
    return writeFailed;
  }

  void writeFailed() {
    writeFailed = true;
    writeInterest(false);
  }

  /** Has the selector report room for writing. The holder of the right to flush, or the driver. */
  void writeInterest(boolean on) {
    SelectionKey registered = key;
    if (registered == null) {
      return;
    }
    try {
      boolean is = (registered.interestOps() & SelectionKey.OP_WRITE) != 0;
      if (is == on) {
        return;
      }
    } catch (CancelledKeyException gone) {
      return; // the connection has ended meanwhile
    }
    interest(SelectionKey.OP_WRITE, on);
    if (on) {
      session.reactor.interestChanged();
    }
  }

  private void interest(int operation, boolean on) {
    SelectionKey registered = key;
    if (registered == null) {
      return;
    }
    try {
      if (on) {
        registered.interestOpsOr(operation);
      } else {
        registered.interestOpsAnd(~operation);
      }
    } catch (CancelledKeyException gone) {
      // The connection has ended meanwhile.
    }
  }
}
