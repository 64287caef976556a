package io.cero.cli;

import io.cero.Proxy;
import io.cero.ProxyStatistics;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Prints a line of rates every few seconds while messages flow, and one when they stop. */
final class Rates implements Runnable {
  private final Proxy proxy;
  private final long seconds;
  private final PrintWriter out;

  private Rates(Proxy proxy, long seconds, PrintWriter out) {
    this.proxy = proxy;
    this.seconds = seconds;
    this.out = out;
  }

  /** Starts printing in a daemon thread. */
  static void start(Proxy proxy, long seconds, PrintWriter out) {
    Thread thread = new Thread(new Rates(proxy, seconds, out), "cero-rates");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    ProxyStatistics before = proxy.statistics();
    long then = System.nanoTime();
    boolean idle = true;
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(seconds);
        ProxyStatistics now = proxy.statistics();
        long time = System.nanoTime();
        boolean still = now.equals(before);
        if (!still || !idle) {
          out.println(line(before, now, (time - then) / 1e9));
        }
        idle = still;
        before = now;
        then = time;
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line of rates between two looks. */
  static String line(ProxyStatistics before, ProxyStatistics now, double elapsed) {
    return flow(
            "frontend -> backend",
            now.backendSent() - before.backendSent(),
            now.backendSentBytes() - before.backendSentBytes(),
            elapsed)
        + "   "
        + flow(
            "backend -> frontend",
            now.frontendSent() - before.frontendSent(),
            now.frontendSentBytes() - before.frontendSentBytes(),
            elapsed);
  }

  private static String flow(String direction, long messages, long bytes, double elapsed) {
    return String.format(
        Locale.ROOT,
        "%s %,.0f messages/s %,.3f MB/s",
        direction,
        messages / elapsed,
        bytes / 1e6 / elapsed);
  }
}
