package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.cero.Context;
import io.cero.PairSocket;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the loop to what it promises: that it allocates nothing per turn or message. */
class EventLoopAllocationTest {
  private static final int WARM_UP = 100_000;
  private static final int MESSAGES = 100_000;

  private final ByteBuffer buffer = ByteBuffer.allocate(16);
  private int received;
  private long before;
  private long allocated;

  /** A pair plays with itself: what its one end receives, the other end's handler sends back. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000})
  void shouldAllocateNothingForAMessageWhenTimersArePending(int pending) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    try (Context context = Context.create(o -> o.ioThreads(0));
        EventLoop loop = EventLoop.create(context)) {
      PairPipe pipe = PairPipe.open(context, options -> {});
      Timer silence = loop.after(Duration.ofHours(1), timer -> {});
      if (pending == 0) {
        silence.cancel();
      }
      for (int i = 1; i < pending; i++) {
        loop.after(Duration.ofHours(1), timer -> {});
      }
      loop.onReadable(
          pipe.one(),
          socket -> {
            echo(socket);
            if (pending > 0) {
              silence.restart();
            }
          });
      loop.onReadable(
          pipe.other(),
          socket -> {
            echo(socket);
            received++;
            if (received == WARM_UP) {
              before = threads.getCurrentThreadAllocatedBytes();
            } else if (received == WARM_UP + MESSAGES) {
              allocated = threads.getCurrentThreadAllocatedBytes() - before;
              loop.stop();
            }
          });
      pipe.one().send("ball");
      assertEquals(EventLoop.Ending.STOPPED, loop.run());
    }
    // Counting allocates a little by itself, and so does a compiler that comes late.
    assertTrue(allocated < MESSAGES / 10, () -> allocated + " B in " + MESSAGES + " messages");
  }

  private void echo(PairSocket socket) {
    buffer.clear();
    socket.receive(buffer);
    buffer.flip();
    socket.send(buffer);
  }
}
