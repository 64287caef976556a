package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.pattern.Link;
import io.cero.pattern.Pace;
import io.cero.pattern.Peer;
import io.cero.pipe.Egress;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Outlet;
import io.cero.pipe.Pipe;
import io.cero.pipe.Shortcut;
import io.cero.pipe.Slot;
import io.cero.pipe.SlotOutlet;
import io.cero.reactor.Burst;
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import io.cero.reactor.Threads;
import io.cero.reactor.Timer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
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
abstract class Sending extends Burst implements Link, Shortcut {
  private static final long BATCH = 256 << 10;

  /** Bytes of a body that are stored and written later in about a nanosecond. */
  private static final int STORED_IN_A_NANOSECOND = 2;

  /** Nanoseconds that a body waits for the channel at most, however long it is. */
  private static final long LONGEST_WAIT = 10_000_000;

  /** Long bodies that do not wait for the channel after one has waited in vain. */
  private static final int HASTE = 8;

  private static final long AFTER_WRITE_FAILURE = 1_000_000_000L;

  // Opaque: a time that is looked at late is a time all the same.
  private static final VarHandle WROTE_AT;

  static {
    try {
      WROTE_AT = MethodHandles.lookup().findVarHandle(Sending.class, "wroteAt", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Reactor reactor;
  final Peer peer;
  final Egress egress;
  final Right flushRight = new Right();
  private final Run run;

  // Written by the driver with both rights held, or before there was one.
  volatile @Nullable Connection connection;

  // Written by the read side, taken by the publishing thread.
  volatile boolean heard;

  // The publishing thread's, for long bodies.
  private boolean patient;
  private long waitUntil;
  private int haste;
  private long leftTotal = -1;

  // The publishing thread's.
  private long lastFlush = System.nanoTime() - QUIET;
  private long flushedTotal;

  // The write side's, read by the I/O thread.
  private volatile long flushes;

  // The write side's, for statistics; anybody looks.
  @SuppressWarnings("UnusedVariable") // through WROTE_AT
  private long wroteAt = System.nanoTime();

  Sending(Reactor reactor, Peer peer, Run run) {
    this.reactor = reactor;
    this.peer = peer;
    this.run = run;
    if (peer.out instanceof Log log) {
      this.egress = new Outlet(log);
      log.shortcut(this);
    } else {
      this.egress = new SlotOutlet((Slot) peer.out);
    }
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
    if (leftTotal == log.writtenTotal()) {
      leftTotal = -1;
      return; // it left by itself, or what is left of it waits for the channel
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
      flushHeld();
      releaseFlushRight();
    }
  }

  private void flushHeld() {
    Connection current = connection;
    if (current == null || current.hasWriteFailed()) {
      return;
    }
    switch (writeHeld(current)) {
      case DRAINED -> {
        current.writeInterest(false);
        drained();
      }
      // Of the rest others, and its reader, come first.
      case BLOCKED, MORE -> current.writeInterest(!current.hasWriteFailed());
    }
  }

  /** Writes what waits, without waiting for room. */
  private Egress.Flow writeHeld(Connection current) {
    try {
      if (!egress.isMidMessage() && !current.writeControl()) {
        return Egress.Flow.BLOCKED;
      }
      long before = egress.writtenBytes();
      Egress.Flow flow = egress.write(current.channel);
      if (egress.writtenBytes() != before) {
        WROTE_AT.setOpaque(this, System.nanoTime());
      }
      long turns = flushes + 1; // the holder of the right alone writes
      flushes = turns;
      if (flow == Egress.Flow.DRAINED && current.hasControl() && !current.writeControl()) {
        return Egress.Flow.BLOCKED;
      }
      return flow;
    } catch (IOException e) {
      failed(current, e);
    } catch (RuntimeException | Error fault) {
      failed(current, fault);
    }
    return Egress.Flow.BLOCKED;
  }

  /**
   * True if a command would not come into the middle of something. With the right to flush held.
   */
  boolean mayInterject(Connection current) {
    return !egress.isMidMessage() && !current.isControlUnderWay();
  }

  private void failed(Connection current, IOException e) {
    current.writeFailed();
    reactor.execute(() -> endSoon(current, e));
  }

  private void failed(Connection current, Throwable fault) {
    current.writeFailed();
    fail(current, DisconnectReason.INTERNAL_ERROR, fault.toString());
  }

  /** When bytes were written last. Any thread. */
  long wroteAt() {
    return (long) WROTE_AT.getOpaque(this);
  }

  @Override
  public long unwritten(Pipe out) {
    return egress.unwritten();
  }

  // ------------------------------------------------------------------ the way past the pipe

  @Override
  public boolean tryEnter(int length) {
    Connection current = connection;
    if (current == null) {
      return false;
    }
    patient = haste == 0 && Threads.MANY_CORES && Threads.mayDrive();
    haste = Math.max(0, haste - 1);
    if (patient) {
      waitUntil = System.nanoTime() + Math.min(length / STORED_IN_A_NANOSECOND, LONGEST_WAIT);
    }
    while (!flushRight.tryAcquireSilently()) {
      if (!mayWaitOn()) {
        return false;
      }
    }
    boolean entered = false;
    try {
      entered = drainForBody(connection); // the same from here on
      if (!entered) {
        flushHeld();
      }
    } finally {
      if (!entered) {
        releaseFlushRight();
      }
    }
    return entered;
  }

  /** Writes all that waits before a body, if the channel takes it soon. */
  private boolean drainForBody(@Nullable Connection current) {
    boolean plain = ((Outlet) egress).isPlain();
    while (plain && current != null && !current.hasWriteFailed()) {
      if (writeHeld(current) == Egress.Flow.DRAINED) {
        return true;
      }
      if (!mayWaitOn()) {
        break;
      }
    }
    return false;
  }

  @Override
  public boolean write(Outgoing body) {
    Connection current = Objects.requireNonNull(connection);
    try {
      return ((Outlet) egress).writeDirect(current.channel, body, this::mayWaitOn);
    } catch (IOException e) {
      failed(current, e);
    } catch (RuntimeException | Error fault) {
      failed(current, fault);
    }
    return false;
  }

  @Override
  public void leave(boolean published) {
    Outlet outlet = (Outlet) egress;
    try {
      if (published) {
        outlet.settleDirect();
      } else if (outlet.abandonDirect()) {
        failed(Objects.requireNonNull(connection), new OutOfMemoryError("for the rest of a body"));
      }
      flushHeld();
      flushedTotal = ((Log) peer.out).writtenTotal();
      leftTotal = isBurst() || !published ? -1 : flushedTotal;
    } finally {
      releaseFlushRight();
    }
  }

  private void releaseFlushRight() {
    while (!flushRight.release()) {
      flushHeld();
    }
  }

  /**
   * True for as long as storing the body would take: then it is better stored after all. Never true
   * where waiting keeps those from their work who make room: on one core, in a virtual thread.
   */
  private boolean mayWaitOn() {
    if (!patient) {
      return false;
    }
    Thread.onSpinWait();
    if (System.nanoTime() - waitUntil < 0) {
      return true;
    }
    patient = false;
    haste = HASTE; // a peer that does not read shall cost no more than a look
    return false;
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
