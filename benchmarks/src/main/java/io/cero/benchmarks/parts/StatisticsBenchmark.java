package io.cero.benchmarks.parts;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketStatistics;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A snapshot of a socket's statistics: a PULL with inproc peers that have sent a message each. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StatisticsBenchmark {
  private static final String ENDPOINT = "inproc://statistics";

  @Param({"1", "100", "10000"})
  int peers;

  private Context context;
  private PullSocket pull;

  @Setup
  public void connect() {
    context = Context.create();
    pull = context.pull();
    pull.bind(ENDPOINT);
    for (int i = 0; i < peers; i++) {
      PushSocket push = context.push();
      push.connect(ENDPOINT);
      push.send("here");
      pull.receive();
    }
  }

  @Benchmark
  public SocketStatistics snapshot() {
    return pull.statistics();
  }

  @TearDown
  public void close() {
    context.close();
  }
}
