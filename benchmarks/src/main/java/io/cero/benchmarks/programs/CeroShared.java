package io.cero.benchmarks.programs;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What sharing a socket costs: so many threads send messages of 10 bytes through one shared PUSH,
 * or through a PUSH each, to one PULL.
 *
 * <pre>CeroShared ENDPOINT shared|own THREADS SECONDS</pre>
 */
public final class CeroShared {
  private CeroShared() {}

  /** Prints messages per second, in rounds of a second, the first two of which warm up. */
  public static void main(String[] arguments) {
    boolean shared = arguments[1].equals("shared");
    int threads = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    AtomicLong received = new AtomicLong();
    try (Context context = Context.create(o -> o.linger(java.time.Duration.ZERO))) {
      PullSocket pull = context.pull();
      String endpoint = pull.bind(arguments[0]);
      start(() -> receive(pull, received));
      PushSocket one = context.push(o -> o.shared(shared));
      one.connect(endpoint);
      for (int t = 0; t < threads; t++) {
        PushSocket push = one;
        if (!shared && t > 0) {
          push = context.push();
          push.connect(endpoint);
        }
        PushSocket mine = push;
        start(() -> send(mine));
      }
      List<Long> rates = new ArrayList<>();
      for (int second = 0; second < seconds + 2; second++) {
        long before = received.get();
        long begin = System.nanoTime();
        LockSupport.parkNanos(1_000_000_000L);
        long rate = (received.get() - before) * 1_000_000_000L / (System.nanoTime() - begin);
        if (second >= 2) {
          rates.add(rate);
        }
      }
      rates.sort(null);
      System.out.printf(
          Locale.ROOT,
          "%s %s %d threads: %.2f M msg/s (%.2f to %.2f)%n",
          arguments[0],
          arguments[1],
          threads,
          rates.get(rates.size() / 2) / 1e6,
          rates.get(0) / 1e6,
          rates.get(rates.size() - 1) / 1e6);
    }
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    thread.start();
  }

  private static void receive(PullSocket pull, AtomicLong received) {
    java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(64);
    try {
      long count = 0;
      while (true) {
        pull.receive(buffer.clear());
        if ((++count & 0xff) == 0) {
          received.lazySet(count);
        }
      }
    } catch (ClosedException end) {
      // Measured.
    }
  }

  private static void send(PushSocket push) {
    byte[] body = new byte[10];
    try {
      while (true) {
        push.send(body);
      }
    } catch (ClosedException end) {
      // Measured.
    }
  }
}
