package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.Message;
import io.cero.RepSocket;
import java.nio.ByteBuffer;

/** Replies to every request with the request itself. Of one thread. */
final class Echo {
  private final RepSocket socket;
  private final int size;
  private final Transfer.Receiving how;
  private final Counter counter;
  private final ByteBuffer body;
  private long done;

  Echo(RepSocket socket, int size, Transfer.Receiving how, Counter counter) {
    this.socket = socket;
    this.size = size;
    this.how = how;
    this.counter = counter;
    this.body = Bodies.direct(how == Transfer.Receiving.into ? size : 0);
  }

  /**
   * Replies to so many.
   *
   * @throws WrongSizeException if a request has another size
   */
  void run(long requests) {
    if (how == Transfer.Receiving.message) {
      runWithMessages(requests);
      return;
    }
    try {
      for (long end = done + requests; done < end; counter.set(++done)) {
        body.clear();
        int length = socket.receive(body);
        if (length != size) {
          throw new WrongSizeException(length, size);
        }
        body.flip();
        socket.send(body);
      }
    } catch (BufferTooSmallException larger) {
      throw new WrongSizeException(larger.neededSize(), size);
    }
  }

  private void runWithMessages(long requests) {
    for (long end = done + requests; done < end; counter.set(++done)) {
      Message message = socket.receive();
      if (message.byteCount() != size) {
        throw new WrongSizeException(message.byteCount(), size);
      }
      socket.send(message);
    }
  }
}
