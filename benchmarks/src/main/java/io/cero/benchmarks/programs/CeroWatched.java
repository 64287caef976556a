package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * What it costs to be watched: PUSH to PULL, ENDPOINT SIZE COUNT ROUNDS. In every other round a
 * thread on each side takes its socket's statistics ten times a second. Rounds of one process are
 * compared, by turns: two processes differ by more than this can cost. The first third warms up.
 */
final class CeroWatched {
  private CeroWatched() {}

  static void pull(String[] arguments) {
    ByteBuffer body = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
    int count = Integer.parseInt(arguments[2]);
    double[] rates = new double[Integer.parseInt(arguments[3])];
    try (Context context = CeroPrograms.context()) {
      PullSocket pull = context.pull();
      Output.ready(pull.bind(arguments[0]));
      CeroThroughput.receive(pull, body, 1);
      try (Watcher watcher = new Watcher(pull)) {
        for (int round = 0; round < rates.length; round++) {
          watcher.watch(isWatched(round));
          long before = System.nanoTime();
          CeroThroughput.receive(pull, body, count);
          rates[round] = count / ((System.nanoTime() - before) / 1e9);
        }
      }
    }
    double watched = median(rates, true);
    double unwatched = median(rates, false);
    Output.say("watched", 0, watched);
    Output.say("unwatched", 0, unwatched);
    Output.say("cost", 0, (1 - watched / unwatched) * 100);
  }

  static void push(String[] arguments) {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    try (Context context = CeroPrograms.context()) {
      PushSocket push = context.push();
      push.connect(arguments[0]);
      CeroThroughput.send(push, body, 1);
      try (Watcher watcher = new Watcher(push)) {
        for (int round = 0; round < times; round++) {
          watcher.watch(isWatched(round));
          CeroThroughput.send(push, body, count);
        }
      }
      Output.hold();
    }
  }

  private static boolean isWatched(int round) {
    return round % 2 == 1;
  }

  private static double median(double[] rates, boolean watched) {
    double[] some = new double[rates.length];
    int count = 0;
    for (int round = rates.length / 3; round < rates.length; round++) {
      if (isWatched(round) == watched) {
        some[count++] = rates[round];
      }
    }
    Arrays.sort(some, 0, count);
    return (some[(count - 1) / 2] + some[count / 2]) / 2;
  }

  /** A thread that takes a socket's statistics ten times a second while it is told to. */
  private static final class Watcher implements AutoCloseable {
    private static final long INTERVAL = 100_000_000;

    private final Socket socket;
    private final Thread thread = new Thread(this::run, "watcher");
    private volatile boolean watching;
    private volatile boolean ended;

    Watcher(Socket socket) {
      this.socket = socket;
      thread.setDaemon(true);
      thread.start();
    }

    void watch(boolean on) {
      watching = on;
      if (on) {
        LockSupport.unpark(thread);
      }
    }

    private void run() {
      while (!ended) {
        if (watching) {
          socket.statistics();
          LockSupport.parkNanos(this, INTERVAL);
        } else {
          LockSupport.park(this);
        }
      }
    }

    @Override
    public void close() {
      ended = true;
      LockSupport.unpark(thread);
    }
  }
}
