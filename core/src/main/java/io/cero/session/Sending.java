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
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import io.cero.reactor.Tail;
import io.cero.reactor.Timer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a session: decides who flushes the outbound pipe, and flushes it.
 *
 * <p>A part of {@link Session} by inheritance, because every message that is sent passes {@link
 * #published}: there is no further object on its way.
 *
 * <pre>
 *           published again soon            nothing published for some looks
 *   QUIET ---------------------> BURST ---------------------> FADING ----> QUIET
 *   the publisher flushes        the publisher flushes        the I/O thread
 *   each message                 full batches, the I/O        flushes once more
 *                                thread the tail
 * </pre>
 *
 * <p>Within a {@link Run} of messages the publisher flushes at its end, and no I/O thread looks.
 *
 * <p>{@code flushRight} guards the outbound pipe's reading end and the connection's write side.
 * Nobody waits for it.
 */
abstract class Sending extends Tail implements Link {
  private static final long BATCH = 256 << 10;
  private static final long QUIET = Pace.QUIET;
  private static final int LOOKS = 3;
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

  // Written by both the publishing thread (to true, and to false at the end of a run) and the I/O
  // thread (to false).
  private volatile boolean burst;

  // The publishing thread's.
  private long lastFlush = System.nanoTime() - QUIET;
  private long flushedTotal;

  // The I/O thread's.
  private long lookedAt;
  private int quietLooks;
  private boolean fading;
  private long fadingSince;

  // The write side's, read by the I/O thread.
  private volatile long flushes;
  private long flushesSeen;

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
    if (burst) {
      flushFullBatch();
    } else {
      publishedAtRest(false);
    }
  }

  @Override
  public void published(Pace pace) {
    VarHandle.acquireFence(); // as above
    if (burst) {
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
      burst = true;
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
      burst = true;
      reactor.watch(this);
    }
  }

  /** The run that this was added to is over. Called by the publishing thread. */
  void endRun() {
    burst = false;
    flushNow((Log) peer.out);
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

  /**
   * Flushes what the publishing thread left here.
   *
   * <p>A publisher in a burst must not pay for a fence with every message, so this is the one place
   * where time stands in for the fence: it may have published, and still have seen the burst that
   * ends here. Its message is on its way out of the processor then, which takes nanoseconds, and
   * the last look comes {@link #QUIET} later.
   */
  @Override
  protected boolean onLook() {
    if (fading) {
      if (!burst && System.nanoTime() - fadingSince < QUIET) {
        return true;
      }
      fading = false;
      if (!burst) {
        flush();
        return false;
      }
    }
    long published = peer.out.published();
    if (flushes != flushesSeen && published != lookedAt) {
      flushesSeen = flushes; // the sender flushes by itself
    } else {
      flush();
      flushesSeen = flushes;
    }
    if (published != lookedAt) {
      lookedAt = published;
      quietLooks = 0;
      return true;
    }
    if (++quietLooks == LOOKS) {
      quietLooks = 0;
      burst = false; // who publishes from here on sees to its messages itself, or enters anew
      fading = true;
      fadingSince = System.nanoTime();
    }
    return true;
  }
}
