package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.Message;
import io.cero.ReqSocket;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sends a request when the reply to the one before has come. Of one thread. */
final class PingPong {
  private final ReqSocket socket;
  private final int size;
  private final Transfer transfer;
  private final Counter counter;
  private final @Nullable Histogram histogram;
  private final ByteBuffer body;
  private long done;

  /**
   * Prepares it.
   *
   * @param histogram gets the nanoseconds of every round trip; null for none, which spares a look
   *     at the clock
   */
  PingPong(
      ReqSocket socket,
      int size,
      Transfer transfer,
      Counter counter,
      @Nullable Histogram histogram) {
    this.socket = socket;
    this.size = size;
    this.transfer = transfer;
    this.counter = counter;
    this.histogram = histogram;
    this.body = Bodies.direct(size);
  }

  /**
   * Goes there and back so often.
   *
   * @throws WrongSizeException if a reply has another size
   */
  void run(long roundtrips) {
    if (transfer.receiving() == Transfer.Receiving.message) {
      runWithMessages(roundtrips);
      return;
    }
    long before = histogram == null ? 0 : System.nanoTime();
    try {
      for (long end = done + roundtrips; done < end; counter.set(++done)) {
        body.clear();
        socket.send(body);
        body.clear();
        int length = socket.receive(body);
        if (length != size) {
          throw new WrongSizeException(length, size);
        }
        if (histogram != null) {
          long now = System.nanoTime();
          histogram.recordValue(now - before);
          before = now;
        }
      }
    } catch (BufferTooSmallException larger) {
      throw new WrongSizeException(larger.neededSize(), size);
    }
  }

  private void runWithMessages(long roundtrips) {
    Message message = Message.of(new byte[size]);
    long before = histogram == null ? 0 : System.nanoTime();
    for (long end = done + roundtrips; done < end; counter.set(++done)) {
      socket.send(message);
      message = socket.receive();
      if (message.byteCount() != size) {
        throw new WrongSizeException(message.byteCount(), size);
      }
      if (histogram != null) {
        long now = System.nanoTime();
        histogram.recordValue(now - before);
        before = now;
      }
    }
  }
}
