package io.cero.benchmarks.programs;

import com.sun.management.ThreadMXBean;
import io.cero.Context;
import io.cero.Interest;
import io.cero.PairSocket;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.toolkit.EventLoop;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * A pair that plays with itself over inproc in one thread: SIZE COUNT ROUNDS. By turns it is served
 * by a poller and by a loop, which has no timers, ten, or ten thousand.
 */
final class CeroLoop {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CeroLoop() {}

  static void run(String[] arguments) {
    int size = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    double[] poll = new double[rounds];
    double[] turn = new double[rounds];
    double[] few = new double[rounds];
    double[] many = new double[rounds];
    double[] allocated = new double[rounds];
    try (Context context = CeroPrograms.context();
        Polled polled = new Polled(context, size);
        Looped plain = new Looped(context, size, 0);
        Looped withFew = new Looped(context, size, 10);
        Looped withMany = new Looped(context, size, 10_000)) {
      for (int round = 0; round < rounds; round++) {
        poll[round] = polled.play(count);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        turn[round] = plain.play(count);
        allocated[round] = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / count;
        few[round] = withFew.play(count);
        many[round] = withMany.play(count);
      }
    }
    for (int round = 0; round < rounds; round++) {
      Output.say("poll", round, poll[round]);
      Output.say("turn", round, turn[round]);
      Output.say("overhead", round, turn[round] / poll[round]);
      Output.say("timers", round, many[round] / few[round]);
      Output.say("alloc", round, allocated[round]);
    }
    System.out.flush();
  }

  /** Two sockets and the ball. */
  private static class Pair {
    final PairSocket one;
    final PairSocket other;
    private final ByteBuffer body;
    int left;

    Pair(Context context, int size) {
      one = context.pair();
      other = context.pair();
      String endpoint = "inproc://loop-" + System.identityHashCode(one);
      one.bind(endpoint);
      other.connect(endpoint);
      body = ByteBuffer.allocateDirect(size);
      one.send(body);
    }

    final void pass(PairSocket socket) {
      body.clear();
      socket.receive(body);
      body.flip();
      socket.send(body);
      left--;
    }
  }

  /** Served by a poller. */
  private static final class Polled extends Pair implements AutoCloseable {
    private final Poller poller;
    private final PollItem item;

    Polled(Context context, int size) {
      super(context, size);
      poller = context.poller();
      item = poller.register(one, Interest.READ);
      poller.register(other, Interest.READ);
    }

    double play(int count) {
      left = count;
      long before = System.nanoTime();
      while (left > 0) {
        List<PollItem> ready = poller.poll();
        for (int i = 0; i < ready.size(); i++) {
          pass(ready.get(i) == item ? one : other);
        }
      }
      return (double) (System.nanoTime() - before) / count;
    }

    @Override
    public void close() {
      poller.close();
    }
  }

  /** Served by a loop. */
  private static final class Looped extends Pair implements AutoCloseable {
    private final EventLoop loop;

    Looped(Context context, int size, int timers) {
      super(context, size);
      loop = EventLoop.create(context);
      loop.onReadable(one, this::serve);
      loop.onReadable(other, this::serve);
      for (int i = 0; i < timers; i++) {
        loop.after(Duration.ofHours(1), timer -> {});
      }
    }

    private void serve(PairSocket socket) {
      pass(socket);
      if (left == 0) {
        loop.stop();
      }
    }

    double play(int count) {
      left = count;
      long before = System.nanoTime();
      loop.run();
      return (double) (System.nanoTime() - before) / count;
    }

    @Override
    public void close() {
      loop.close();
    }
  }
}
