package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.pattern.Link;
import io.cero.pattern.Pace;
import io.cero.pattern.Peer;
import io.cero.pipe.Egress;
import io.cero.pipe.Log;
import io.cero.pipe.Outlet;
import io.cero.pipe.Slot;
import io.cero.pipe.SlotOutlet;
import io.cero.reactor.Burst;
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import io.cero.reactor.Timer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a session: decides who flushes the outbound pipe, and flushes it. At rest the
 * publisher flushes each message; in a {@link Burst} full batches, and the I/O thread the tail.
 *
 * <p>A part of {@link Session} by inheritance, because every message that is sent passes {@link
 * #published}: there is no further object on its way.
 *
 * <p>Within a {@link Run} of messages the publisher flushes at its end, and no I/O thread looks.
 *
 * <p>{@code flushRight} guards the outbound pipe's reading end and the connection's write side.
 * Nobody waits for it.
 */
abstract class Sending extends Burst implements Link {
  private static final long BATCH = 256 << 10;
  private static final long AFTER_WRITE_FAILURE = 1_000_000_000L;

  final Reactor reactor;
  final Peer peer;
  final Egress egress;
  final Right flushRight = new Right();
  private final Run run;

  // Written by the driver with both rights held, or before there was one.
  volatile @Nullable Connection connection;

  // Written by the read side, taken by the publishing thread.
  volatile boolean heard;

  // The publishing thread's.
  private long lastFlush = System.nanoTime() - QUIET;
  private long flushedTotal;

  // The write side's, read by the I/O thread.
  private volatile long flushes;

  Sending(Reactor reactor, Peer peer, Run run) {
    this.reactor = reactor;
    this.peer = peer;
    this.run = run;
    this.egress = peer.out instanceof Log log ? new Outlet(log) : new SlotOutlet((Slot) peer.out);
  }

  /** All that was to be written is written. Called with the right to flush held. */
  abstract void drained();

  /** Ends a connection from whichever thread found out. */
  abstract void fail(Connection failed, DisconnectReason reason, String text);

  @Override
  public void published() {
    VarHandle.acquireFence(); // for the compiler: the publication stays before; partner: onLook
    if (isBurst()) {
      flushFullBatch();
    } else {
      publishedAtRest(false);
    }
  }

  @Override
  public void published(Pace pace) {
    VarHandle.acquireFence(); // as above
    if (isBurst()) {
      flushFullBatch();
    } else {
      publishedAtRest(pace.isStream());
    }
  }

  private void flushFullBatch() {
    if (peer.out instanceof Log log && log.writtenTotal() - flushedTotal >= BATCH) {
      flushNow(log);
    }
  }

  private void publishedAtRest(boolean stream) {
    VarHandle.fullFence(); // after the publication; partner: establish, onLook
    if (connection == null) {
      return; // flushed when there is one
    }
    if (!(peer.out instanceof Log log)) {
      flush(); // a slot holds one message: of those there is no stream
      return;
    }
    if (run.isUnderWay()) {
      burst(true);
      run.add(this);
      return;
    }
    long now = System.nanoTime();
    boolean quiet = heard || (now - lastFlush > QUIET && !stream);
    heard = false;
    lastFlush = now;
    if (quiet) {
      flushNow(log);
    } else {
      burst(true);
      reactor.watch(this);
    }
  }

  @Override
  public void endBurst() {
    burst(false);
    if (peer.out instanceof Log log) {
      flushNow(log);
    }
  }

  private void flushNow(Log log) {
    flushedTotal = log.writtenTotal();
    flush();
  }

  @Override
  public void flush() {
    if (flushRight.tryAcquire()) {
      do {
        flushHeld();
      } while (!flushRight.release());
    }
  }

  private void flushHeld() {
    Connection current = connection;
    if (current == null || current.hasWriteFailed()) {
      return;
    }
    try {
      if (!egress.isMidMessage() && !current.writeControl()) {
        current.writeInterest(true);
        return;
      }
      Egress.Flow flow = egress.write(current.channel);
      long turns = flushes + 1; // the holder of the right alone writes
      flushes = turns;
      if (flow == Egress.Flow.DRAINED && current.hasControl() && !current.writeControl()) {
        flow = Egress.Flow.BLOCKED;
      }
      switch (flow) {
        case BLOCKED, MORE -> current.writeInterest(true); // others, and its reader, come first
        case DRAINED -> {
          current.writeInterest(false);
          drained();
        }
      }
    } catch (IOException e) {
      current.writeFailed();
      reactor.execute(() -> endSoon(current, e));
    } catch (RuntimeException | OutOfMemoryError fault) {
      current.writeFailed();
      fail(current, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
  }

  private void endSoon(Connection failed, IOException e) {
    Timer patience =
        new Timer(() -> fail(failed, DisconnectReason.IO_ERROR, String.valueOf(e.getMessage())));
    reactor.schedule(patience, AFTER_WRITE_FAILURE);
  }

  /** The reactor on which it lives. */
  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  protected long messages() {
    return peer.out.published();
  }

  @Override
  protected long flushes() {
    return flushes;
  }
}
