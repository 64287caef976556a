package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long bodies arrive in the kind of memory that suits how the application took the last one. */
class CopiedBodyTest {
  private static final int LONG = 1_000_000;

  private final Log log = new Log(new ChunkPool(), 0, 0);
  private final Intake intake = new Intake(log, -1, (memory, offset, length) -> {});
  private final Incoming frame = new Incoming();

  private byte[] arrives(int length, int seed) throws IOException, WireException {
    byte[] body = Frames.body(length, seed);
    Source source = new Source(Frames.wire(List.of(body)), () -> 100_000);
    while (!source.isEmpty()) {
      intake.read(source);
    }
    log.hasMessage();
    log.read(frame);
    return body;
  }

  private void isCopied(byte[] expected) {
    ByteBuffer target = ByteBuffer.allocateDirect(expected.length);
    frame.copyTo(target);
    frame.done();
    byte[] copy = new byte[expected.length];
    target.flip().get(copy);
    assertArrayEquals(expected, copy);
  }

  private void isTaken(byte[] expected) {
    ByteBuffer joined = ByteBuffer.allocate(expected.length);
    for (byte[] part : frame.take()) {
      joined.put(part);
    }
    frame.done();
    assertArrayEquals(expected, joined.array());
  }

  @Test
  void shouldArriveInMemoryOfItsOwnUntilBodiesAreCopied() throws IOException, WireException {
    boolean[] segmented = new boolean[5];
    byte[] body = arrives(LONG, 1);
    segmented[0] = frame.isSegmented();
    isTaken(body);
    body = arrives(LONG, 2);
    segmented[1] = frame.isSegmented();
    isCopied(body);
    body = arrives(LONG, 3);
    segmented[2] = frame.isSegmented();
    isCopied(body);
    body = arrives(LONG, 4);
    segmented[3] = frame.isSegmented();
    isTaken(body);
    body = arrives(LONG, 5);
    segmented[4] = frame.isSegmented();
    isTaken(body);
    assertEquals(
        List.of(true, true, false, false, true),
        List.of(segmented[0], segmented[1], segmented[2], segmented[3], segmented[4]));
  }

  @Test
  void shouldArriveInMemoryOfItsOwnWhenItIsTooLongForThePool() throws IOException, WireException {
    isCopied(arrives(LONG, 1));
    byte[] body = arrives(17 << 20, 2);
    assertEquals(true, frame.isSegmented());
    isCopied(body);
  }

  @Test
  void shouldCopyWhatCameInBothKindsOfMemory() throws IOException, WireException {
    for (int length : new int[] {70_000, 262_144, 262_145, 300_000, 600_000}) {
      isCopied(arrives(length, length));
      isCopied(arrives(length, length + 1));
      isTaken(arrives(length, length + 2));
    }
  }
}
