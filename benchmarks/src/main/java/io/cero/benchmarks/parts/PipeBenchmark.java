package io.cero.benchmarks.parts;

import io.cero.pipe.ChunkPool;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The pipe in one thread: appends five hundred messages and takes them again. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipeBenchmark {
  private static final int BATCH = 500;

  @Param({"10", "100", "1024"})
  int size;

  private final Log pipe = new Log(new ChunkPool(), 1000, 1L << 28);
  private final Outgoing outgoing = new Outgoing();
  private final Incoming incoming = new Incoming();
  private byte[] sent;
  private ByteBuffer received;

  @Setup
  public void bodies() {
    sent = new byte[size];
    received = ByteBuffer.allocateDirect(size);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void appendAndTake() {
    for (int i = 0; i < BATCH; i++) {
      pipe.append(outgoing.set(sent), false);
    }
    for (int i = 0; i < BATCH; i++) {
      if (!pipe.hasMessage()) {
        throw new IllegalStateException("a message is missing");
      }
      pipe.read(incoming);
      received.clear();
      incoming.copyTo(received);
      pipe.done(incoming);
    }
  }
}
