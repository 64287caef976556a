package io.cero.cli.perf;

import io.cero.ClosedException;
import picocli.CommandLine.Mixin;

/** A tool that sends messages of one size, in rounds. */
abstract class RepeatedTool extends PerfTool {
  @Mixin Repetition repetition;
  @Mixin Transfer transfer;

  /** Bytes of a message. */
  abstract int size();

  /** Messages, round trips or connections of a round. */
  abstract long count();

  /** What {@link #count} counts. */
  abstract String counted();

  @Override
  void begin(Report report) {
    require("<message-size>", size(), 0, LARGEST);
    require("<" + counted().replace(' ', '-') + ">", count(), 1, 1L << 50);
    require("--warmup", repetition.warmup(), 0, 1L << 50);
    require("--rounds", repetition.rounds(), 1, 1_000);
    report
        .parameter("message_size", size())
        .parameter(counted().replace(' ', '_'), count())
        .parameter("warmup", repetition.warmup())
        .parameter("rounds", repetition.rounds())
        .parameter("send", transfer.sending().name())
        .parameter("receive", transfer.receiving().name());
  }

  /** How many there are in all. */
  final long total() {
    return repetition.total(count());
  }

  /** The two lines that every tool of libzmq begins with. */
  final void header(Report report) {
    report.line("message size: " + size() + " [B]").line(counted() + ": " + count());
  }

  /** Receives the warm-up and every round; the clock starts with a round's first message. */
  final void measureThroughput(ReceivingLoop loop, Counter counter, Watch watch, Report report) {
    loop.receive(repetition.warmup());
    for (int round = 0; round < repetition.rounds(); round++) {
      long before = counter.get();
      long start = System.nanoTime();
      try {
        loop.receive(1);
        start = System.nanoTime();
        loop.receive(count() - 1);
        report.round(new Throughput(count(), size(), System.nanoTime() - start));
      } catch (ClosedException closed) {
        long received = counter.get() - before;
        if (watch.lost() && received > 0) {
          report.round(new Throughput(received, size(), watch.lastMove() - start));
        }
        throw closed;
      }
    }
  }

  /** Goes there and back for the warm-up and every round. */
  final void measureLatency(
      PingPong pingPong, Spread spread, Counter counter, Watch watch, Report report) {
    pingPong.run(repetition.warmup());
    for (int round = 0; round < repetition.rounds(); round++) {
      spread.clear();
      long before = counter.get();
      long start = System.nanoTime();
      try {
        pingPong.run(count());
        report.round(new Latency(count(), System.nanoTime() - start, spread.percentiles()));
      } catch (ClosedException closed) {
        long done = counter.get() - before;
        if (watch.lost() && done > 0) {
          report.round(new Latency(done, watch.lastMove() - start, spread.percentiles()));
        }
        throw closed;
      }
    }
  }
}
