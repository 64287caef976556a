package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Reading that stopped at the mark goes on once there is room, although no further byte comes and
 * nobody reads the channel directly.
 */
class PausedReadingTest {
  private static final int MESSAGES = 200;

  @Test
  void shouldDeliverWhatWasReadBeyondTheMarkWhenNoFurtherByteComes() {
    try (Context context = Context.create();
        PullSocket sink =
            context.pull(o -> o.receiveHighWaterMark(10).receiveTimeout(Duration.ofSeconds(20)));
        PushSocket idle = context.push();
        PushSocket source = context.push()) {
      // Two connections, so that the receiver never reads a channel but waits to be told.
      String endpoint = sink.bind("tcp://127.0.0.1:*");
      idle.connect(endpoint);
      idle.send("hello");
      assertEquals("hello", sink.receiveText());
      // Queued before the handshake is done, so that all leaves in one write.
      source.connect(endpoint);
      for (int i = 0; i < MESSAGES; i++) {
        source.send("message " + i);
      }
      for (int i = 0; i < MESSAGES; i++) {
        assertEquals("message " + i, sink.receiveText());
      }
    }
  }
}
