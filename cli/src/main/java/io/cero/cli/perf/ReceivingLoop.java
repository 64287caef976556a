package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.Message;
import io.cero.Receiver;
import java.nio.ByteBuffer;

/** Receives messages of one size as fast as they come. Of one thread. */
final class ReceivingLoop {
  private final Receiver receiver;
  private final int size;
  private final Transfer.Receiving how;
  private final Counter counter;
  private final ByteBuffer body;
  private long received;

  ReceivingLoop(Receiver receiver, int size, Transfer.Receiving how, Counter counter) {
    this.receiver = receiver;
    this.size = size;
    this.how = how;
    this.counter = counter;
    this.body = Bodies.direct(how == Transfer.Receiving.into ? size : 0);
  }

  /**
   * Receives so many.
   *
   * @throws WrongSizeException if one has another size
   */
  void receive(long count) {
    switch (how) {
      case into -> receiveInto(count);
      case message -> receiveMessages(count);
    }
  }

  private void receiveInto(long count) {
    try {
      for (long end = received + count; received < end; counter.set(++received)) {
        body.clear();
        int length = receiver.receive(body);
        if (length != size) {
          throw new WrongSizeException(length, size);
        }
      }
    } catch (BufferTooSmallException larger) {
      throw new WrongSizeException(larger.neededSize(), size);
    }
  }

  private void receiveMessages(long count) {
    for (long end = received + count; received < end; counter.set(++received)) {
      Message message = receiver.receive();
      if (message.byteCount() != size) {
        throw new WrongSizeException(message.byteCount(), size);
      }
    }
  }
}
