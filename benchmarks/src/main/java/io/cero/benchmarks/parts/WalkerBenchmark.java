package io.cero.benchmarks.parts;

import io.cero.pipe.ChunkPool;
import io.cero.pipe.Incoming;
import io.cero.pipe.Intake;
import io.cero.pipe.Log;
import io.cero.wire.FrameHeader;
import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
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

/** The frame walker: reads five hundred messages from memory, publishes them, drops them. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WalkerBenchmark implements ReadableByteChannel {
  private static final int BATCH = 500;

  @Param({"10", "100", "1024"})
  int size;

  private final Log pipe = new Log(new ChunkPool(), 0, 0);
  private final Intake intake = new Intake(pipe, -1, (memory, offset, length) -> {});
  private final Incoming incoming = new Incoming();
  private ByteBuffer wire;

  @Setup
  public void frames() {
    int whole = FrameHeader.size(size) + size;
    wire = ByteBuffer.allocateDirect(BATCH * whole);
    for (int i = 0; i < BATCH; i++) {
      FrameHeader.put(wire, i * whole, size, 0);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void readAndWalk() throws IOException, WireException {
    wire.clear();
    while (wire.hasRemaining()) {
      intake.read(this);
    }
    for (int i = 0; i < BATCH; i++) {
      if (!pipe.hasMessage()) {
        throw new IllegalStateException("a message is missing");
      }
      pipe.read(incoming);
      pipe.done(incoming);
    }
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(target.remaining(), wire.remaining());
    int limit = wire.limit();
    wire.limit(wire.position() + count);
    target.put(wire);
    wire.limit(limit);
    return count;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
