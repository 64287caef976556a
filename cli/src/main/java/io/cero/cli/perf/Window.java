package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.DealerSocket;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many requests of a DEALER under way: sends while fewer are, and receives otherwise. Its
 * one peer replies in order. Of one thread.
 */
final class Window {
  private final DealerSocket dealer;
  private final int size;
  private final Counter counter;
  private final @Nullable Histogram histogram;
  private final ByteBuffer body;
  private final long[] sentAt;
  private long received;

  /**
   * Prepares it.
   *
   * @param inFlight how many requests may be under way
   * @param histogram gets the nanoseconds from each request to its reply; null for none
   */
  Window(
      DealerSocket dealer, int size, int inFlight, Counter counter, @Nullable Histogram histogram) {
    this.dealer = dealer;
    this.size = size;
    this.counter = counter;
    this.histogram = histogram;
    this.body = Bodies.direct(size);
    this.sentAt = new long[inFlight];
  }

  /**
   * Has so many requests answered.
   *
   * @throws WrongSizeException if a reply has another size
   */
  void run(long count) {
    int width = sentAt.length;
    long end = received + count;
    long sent = received;
    int sendSlot = 0;
    int receiveSlot = 0;
    try {
      while (received < end) {
        body.clear();
        if (sent < end && sent - received < width) {
          if (histogram != null) {
            sentAt[sendSlot] = System.nanoTime();
            sendSlot = sendSlot + 1 == width ? 0 : sendSlot + 1;
          }
          dealer.send(body);
          sent++;
        } else {
          int length = dealer.receive(body);
          if (length != size) {
            throw new WrongSizeException(length, size);
          }
          counter.set(++received);
          if (histogram != null) {
            histogram.recordValue(System.nanoTime() - sentAt[receiveSlot]);
            receiveSlot = receiveSlot + 1 == width ? 0 : receiveSlot + 1;
          }
        }
      }
    } catch (BufferTooSmallException larger) {
      throw new WrongSizeException(larger.neededSize(), size);
    }
  }
}
