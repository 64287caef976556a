package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Streams between two threads that begin and end again and again, while the reader waits. */
class InprocStreamTest {
  private static final String ENDPOINT = "inproc://stream";
  private static final int STREAMS = 2_000;

  @Test
  void shouldWakeTheReaderForEveryMessageWhenStreamsEndAtAnyMoment() throws Exception {
    long[] lengths = new SplittableRandom(11).longs(STREAMS, 1, 400).toArray();
    try (Context context = Context.create();
        PullSocket pull = context.pull()) {
      pull.bind(ENDPOINT);
      Thread sender = new Thread(() -> send(context, lengths));
      sender.start();
      ByteBuffer body = ByteBuffer.allocate(8);
      try (PushSocket done = context.push()) {
        done.connect(ENDPOINT + "/done");
        long expected = 0;
        for (long length : lengths) {
          for (long i = 0; i < length; i++) {
            pull.receive(body.clear());
            assertEquals(expected++, body.getLong(0));
          }
          done.send(new byte[0]); // until then nothing more comes: nobody else ends the wait
        }
      }
      sender.join();
    }
  }

  private static void send(Context context, long[] lengths) {
    SplittableRandom random = new SplittableRandom(12);
    ByteBuffer body = ByteBuffer.allocate(8);
    try (PushSocket push = context.push();
        PullSocket done = context.pull()) {
      push.connect(ENDPOINT);
      done.bind(ENDPOINT + "/done");
      long number = 0;
      for (long length : lengths) {
        if (random.nextInt(20) == 0) {
          LockSupport.parkNanos(200_000); // the reader sleeps
        }
        for (long i = 0; i < length; i++) {
          push.send(body.clear().putLong(0, number++));
        }
        done.receive();
      }
    }
  }
}
