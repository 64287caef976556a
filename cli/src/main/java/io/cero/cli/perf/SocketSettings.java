package io.cero.cli.perf;

import io.cero.SocketOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every tool has. */
final class SocketSettings {
  @Option(
      names = "--hwm",
      paramLabel = "<messages>",
      description =
          "High-water mark of every socket, each way, 0 for none; default 1000 (proxy_thr: 10000).")
  private @Nullable Integer highWaterMark;

  @Option(
      names = "--io-threads",
      paramLabel = "<count>",
      description = "I/O threads; default 1 (proxy_thr: 4).")
  private @Nullable Integer ioThreads;

  @Option(
      names = "--spin",
      paramLabel = "<microseconds>",
      description =
          "How long a call that waits looks again and again before it sleeps; default 0. Give every thread that waits a core of its own.")
  private @Nullable Long spin;

  @Option(
      names = "--json",
      description = "Print one line of JSON with all parameters and figures, and nothing else.")
  private boolean json;

  private int defaultHighWaterMark = SocketOptions.DEFAULT_HIGH_WATER_MARK;
  private int defaultIoThreads = 1;

  /** Sets what holds where the command line says nothing. */
  void defaults(int highWaterMark, int ioThreads) {
    this.defaultHighWaterMark = highWaterMark;
    this.defaultIoThreads = ioThreads;
  }

  boolean json() {
    return json;
  }

  int ioThreads() {
    return ioThreads == null ? defaultIoThreads : ioThreads;
  }

  int highWaterMark() {
    return highWaterMark == null ? defaultHighWaterMark : highWaterMark;
  }

  /** Microseconds that a waiting call looks before it sleeps; null if nothing is said. */
  @Nullable Long spin() {
    return spin;
  }

  /** Sets what the command line says about a socket. */
  void configure(SocketOptions<?> options) {
    options.highWaterMark(highWaterMark());
    if (spin != null) {
      options.busyPoll(Duration.of(spin, ChronoUnit.MICROS));
    }
  }
}
