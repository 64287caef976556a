package io.cero.pipe;

import io.cero.reactor.Report;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The buffer into which a caller is about to receive, offered to what it reads while it waits: a
 * long body arrives where it is wanted, and is not copied.
 *
 * <pre>
 *           offer            open           lend           the body is complete
 *   NOTHING -----> OFFERED <------> OPEN ---------> LENT ------------------------> KEPT
 *      ^              |       close   ^              |                              |
 *      |              |               '--- close: what is there of it is moved out  |
 *      '--------------'-------------------------------------------------------------'
 *             settle: a body that is kept and not the frame received is moved out
 * </pre>
 *
 * <p>It is open while the caller drives: then nobody else reads its connections, and the loan can
 * be taken back. Only the single frame of a message is lent memory, in a pipe from which everything
 * was consumed: so it is what the caller receives next, unless its pattern has something else for
 * it.
 *
 * <p>Owned by the thread inside the socket. Others that read a connection of this socket meanwhile
 * look at {@link #driver} alone, and find that it is not them.
 */
@NullUnmarked // what is offered, and what is lent, is null while nothing is
public final class Destination {
  /** Buffers with less room are not worth an offer. */
  public static final int SMALLEST = Log.SHARED;

  /** Shorter rests of a body are not worth a loan. */
  static final int SHORTEST = 32 << 10;

  private final IntFunction<ByteBuffer> heap;
  private @Nullable Thread driver;

  private @Nullable ByteBuffer buffer;
  private @Nullable Segment loan;
  private @Nullable Intake borrower;
  private @Nullable Log keeper;

  /** Nothing is offered. */
  public Destination() {
    this(ByteBuffer::allocate);
  }

  /** The same, with another source of the memory into which is copied what may not stay. */
  Destination(IntFunction<ByteBuffer> heap) {
    this.heap = heap;
  }

  /** Offers what remains of a buffer for the time of a wait; {@link #settle} must follow. */
  public void offer(ByteBuffer remaining) {
    if (!remaining.isReadOnly()) {
      buffer = remaining;
    }
  }

  /** The caller begins to drive. */
  public void open() {
    if (buffer != null) {
      driver = Thread.currentThread();
    }
  }

  /** The caller is about to leave the reactor to others. */
  public void close() {
    driver = null;
    Intake from = borrower;
    if (from != null) {
      Segment lent = loan;
      borrower = null;
      loan = null;
      try {
        lent.takeBack(from.returnLoan(), heap);
      } catch (OutOfMemoryError tooLittle) {
        // The intake finds no memory when it is to go on, and gives the body up.
      }
    }
  }

  /** True if the calling thread may be lent memory for the rest of a body. */
  boolean isOpenFor(long arrived, long left) {
    return left >= SHORTEST
        && driver == Thread.currentThread()
        && loan == null
        && arrived + left <= buffer.remaining();
  }

  /** Lends memory for the rest of a body for which it {@link #isOpenFor is open}. */
  Segment lend(Intake to, long arrived, long left) {
    loan = Segment.loan(buffer, buffer.position() + (int) arrived, (int) left);
    borrower = to;
    return loan;
  }

  /** The body is complete and its message published. */
  void keep(Log by) {
    borrower = null;
    keeper = by;
    loan.end = loan.capacity();
  }

  /** The body will never be complete: its memory was given up with its connection. */
  void forget() {
    borrower = null;
    loan = null;
  }

  /** The wait is over: nothing but the frame that was received stays in the buffer. */
  public void settle(@Nullable Incoming received) {
    Segment lent = loan;
    Log by = keeper;
    boolean stays = received != null && received.isOf(by);
    buffer = null;
    loan = null;
    keeper = null;
    if (lent != null && !stays && !lent.released) {
      try {
        lent.takeBack(lent.capacity(), heap);
      } catch (OutOfMemoryError tooLittle) {
        drop(by, tooLittle);
      }
    }
  }

  /** Consumes the only message of a pipe: there is no memory for it. */
  private static void drop(Log by, OutOfMemoryError tooLittle) {
    if (by.hasMessage()) {
      Incoming lost = new Incoming();
      by.read(lost);
      Report.fault(
          "io.cero.pipe",
          Level.WARNING,
          "no memory for " + lost.length() + " bytes: dropped",
          tooLittle);
      lost.done();
    }
  }
}
