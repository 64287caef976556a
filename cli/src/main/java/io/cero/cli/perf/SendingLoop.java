package io.cero.cli.perf;

import io.cero.Message;
import io.cero.Sender;
import java.nio.ByteBuffer;

/** Sends messages of one size as fast as the socket takes them. Of one thread. */
final class SendingLoop {
  private final Sender sender;
  private final int size;
  private final Transfer.Sending how;
  private final Counter counter;
  private long sent;

  SendingLoop(Sender sender, int size, Transfer.Sending how, Counter counter) {
    this.sender = sender;
    this.size = size;
    this.how = how;
    this.counter = counter;
  }

  void send(long count) {
    switch (how) {
      case buffer -> sendBuffer(count);
      case release -> sendWithRelease(count);
      case message -> sendMessage(count);
    }
  }

  private void sendBuffer(long count) {
    ByteBuffer body = Bodies.direct(size);
    for (long end = sent + count; sent < end; counter.set(++sent)) {
      body.clear();
      sender.send(body);
    }
  }

  private void sendWithRelease(long count) {
    ByteBuffer body = Bodies.direct(size);
    for (long end = sent + count; sent < end; counter.set(++sent)) {
      body.clear();
      sender.send(body, SendingLoop::nothing);
    }
  }

  private void sendMessage(long count) {
    Message message = Message.of(new byte[size]);
    for (long end = sent + count; sent < end; counter.set(++sent)) {
      sender.send(message);
    }
  }

  /** The buffer is never changed, so nobody waits for it. */
  private static void nothing() {}
}
