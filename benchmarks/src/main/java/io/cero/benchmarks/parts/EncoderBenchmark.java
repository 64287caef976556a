package io.cero.benchmarks.parts;

import io.cero.pipe.ChunkPool;
import io.cero.pipe.Egress;
import io.cero.pipe.Encoder;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The way out: encodes five hundred messages into the pipe, hands its regions to a channel. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncoderBenchmark implements GatheringByteChannel {
  private static final int BATCH = 500;

  @Param({"10", "100", "1024"})
  int size;

  @Param({"ZMTP", "LEGACY"})
  Encoder framing;

  private final Log pipe = new Log(new ChunkPool(), 1000, 1L << 28);
  private final Outlet outlet = new Outlet(pipe);
  private final Outgoing outgoing = new Outgoing();
  private byte[] body;
  private long taken;

  @Setup
  public void body() {
    body = new byte[size];
    if (framing != Encoder.ZMTP) {
      outlet.encodeWith(framing);
    }
  }

  @TearDown
  public void check() {
    if (taken == 0) {
      throw new IllegalStateException("nothing was written");
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void appendAndWrite() throws IOException {
    for (int i = 0; i < BATCH; i++) {
      pipe.append(outgoing.set(body), false);
    }
    while (outlet.write(this) != Egress.Flow.DRAINED) {
      continue;
    }
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    source.position(source.limit());
    taken += count;
    return count;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += write(sources[i]);
    }
    return sum;
  }

  @Override
  public long write(ByteBuffer[] sources) {
    return write(sources, 0, sources.length);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
