package io.cero.cli.perf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the loops to what they promise: that they allocate nothing for a message. */
class LoopsTest {
  private static final int SIZE = 100;
  private static final int BATCH = 500;
  private static final int BATCHES = 200;

  /**
   * Bytes that this thread allocates while so many batches pass through one thread's two sockets.
   */
  private static long allocated(Transfer.Sending sending, Transfer.Receiving receiving) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    try (Context context = Context.create(o -> o.ioThreads(0))) {
      PullSocket pull = context.pull();
      pull.bind("inproc://loops");
      PushSocket push = context.push();
      push.connect("inproc://loops");
      SendingLoop sender = new SendingLoop(push, SIZE, sending, new Counter());
      ReceivingLoop receiver = new ReceivingLoop(pull, SIZE, receiving, new Counter());
      long before = 0;
      for (int i = -BATCHES; i < BATCHES; i++) {
        if (i == 0) {
          before = threads.getCurrentThreadAllocatedBytes();
        }
        sender.send(BATCH);
        receiver.receive(BATCH);
      }
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @ParameterizedTest
  @EnumSource(Transfer.Sending.class)
  void shouldAllocateNothingForAMessageWhenItIsReceivedIntoABuffer(Transfer.Sending sending) {
    long bytes = allocated(sending, Transfer.Receiving.into);
    // Each batch makes the buffer or message that it sends from.
    assertTrue(bytes < BATCHES * 1_000L, () -> bytes + " B in " + BATCHES + " batches");
  }

  @Test
  void shouldAllocateABodyWhenMessagesAreMade() {
    long bytes = allocated(Transfer.Sending.buffer, Transfer.Receiving.message);
    assertTrue(bytes > (long) BATCHES * BATCH * SIZE, () -> bytes + " B");
  }
}
