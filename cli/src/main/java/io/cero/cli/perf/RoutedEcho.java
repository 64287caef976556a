package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.RouterSocket;
import java.nio.ByteBuffer;

/**
 * Sends every message that a ROUTER receives back to where it came from, frame by frame: any number
 * of addresses, then a body. Of one thread.
 */
final class RoutedEcho {
  private static final int LONGEST_ADDRESS = 255;

  private final RouterSocket router;
  private final int size;
  private final Counter counter;
  private final ByteBuffer frame;
  private final byte[][] addresses = new byte[LONGEST_ADDRESS + 1][];

  RoutedEcho(RouterSocket router, int size, Counter counter) {
    this.router = router;
    this.size = size;
    this.counter = counter;
    this.frame = Bodies.direct(Math.max(size, LONGEST_ADDRESS));
    for (int length = 0; length < addresses.length; length++) {
      addresses[length] = new byte[length];
    }
  }

  /**
   * Sends so many back.
   *
   * @throws WrongSizeException if a body has another size
   */
  void run(long count) {
    try {
      for (long done = 0; done < count; counter.set(++done)) {
        int length = receive();
        while (router.hasMore()) {
          if (length > LONGEST_ADDRESS) {
            throw new WrongSizeException(length, size);
          }
          byte[] address = addresses[length];
          frame.get(0, address);
          router.sendMore(address);
          length = receive();
        }
        if (length != size) {
          throw new WrongSizeException(length, size);
        }
        frame.flip();
        router.send(frame);
      }
    } catch (BufferTooSmallException larger) {
      throw new WrongSizeException(larger.neededSize(), size);
    }
  }

  private int receive() {
    frame.clear();
    return router.receive(frame);
  }
}
