package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pipe holds while nothing passes through it. */
class IdleMemoryTest {
  private static final byte[] NOTHING = {};

  private final ChunkPool pool = new ChunkPool();
  private final Log log = new Log(pool, 0, 0);
  private final Intake intake = new Intake(log, -1, (memory, offset, length) -> {});

  private static Source all(byte[] bytes) {
    return new Source(bytes, () -> bytes.length);
  }

  @Test
  void shouldHoldNoMemoryWhenALookFoundNothing() throws IOException, WireException {
    assertEquals(0, intake.read(all(NOTHING)));
    assertNull(log.writeSegment);
    assertEquals(ChunkPool.SMALL, pool.unusedBytes());
    intake.read(all(NOTHING));
    assertEquals(ChunkPool.SMALL, pool.unusedBytes(), "the same chunk serves the next look");
  }

  @Test
  void shouldKeepItsChunkWhenALookBehindAMessageFoundNothing() throws IOException, WireException {
    byte[] body = {1, 2, 3};
    assertEquals(1, intake.read(all(Frames.frame(0, body))));
    assertEquals(0, intake.read(all(NOTHING)));
    assertEquals("010203", Frames.text(Frames.take(log)));
    assertEquals(0, intake.read(all(NOTHING)));
    assertEquals(0, pool.unusedBytes(), "a stream takes no chunk anew for every look");
    assertTrue(intake.trim());
    assertEquals(ChunkPool.SMALL, pool.unusedBytes());
  }

  @Test
  void shouldKeepNoBodyWhenItWasTakenAndTheMemoryGivenBack() throws IOException, WireException {
    byte[] body = Frames.body(3 << 20, 1);
    Source source = all(Frames.frame(0, body));
    while (!source.isEmpty()) {
      intake.read(source);
    }
    Segment first = log.oldest;
    Segment last = log.writeSegment;
    assertFalse(last.pooled);
    assertEquals(
        Frames.text(List.of(body)), Frames.text(Frames.take(log)), "the body has arrived whole");
    assertTrue(intake.trim());
    assertNull(first.memory);
    assertNull(last.memory);
    assertNull(last.view);
    assertNull(log.jumpSegment);
    assertNull(log.startSegment);
  }

  @Test
  void shouldGoOnBehindABodyThatWasGivenUpWhenAnotherConnectionFollows()
      throws IOException, WireException {
    byte[] body = Frames.body(600_000, 1);
    Source source = all(Frames.frame(0, body));
    while (!source.isEmpty()) {
      intake.read(source);
    }
    intake.finish(); // seals the body at its end
    assertEquals(Frames.text(List.of(body)), Frames.text(Frames.take(log)));
    assertNull(log.writeSegment.memory);
    Intake next = new Intake(log, -1, (memory, offset, length) -> {});
    assertEquals(1, next.read(all(Frames.hex("00 02 6162"))));
    assertEquals("6162", Frames.text(Frames.take(log)));
    assertTrue(next.trim());
  }

  @Test
  void shouldLeaveRoomForAnArraysHeaderWhenALongBodyArrives() throws IOException, WireException {
    long length = 1L << 30;
    byte[] header = Frames.hex("02 0000000040000000");
    intake.read(all(header));
    byte[] portion = new byte[64 << 10];
    long arrived = 0;
    int largest = 0;
    while (arrived < 96 << 20) {
      Source source = all(portion);
      while (!source.isEmpty()) {
        intake.read(source);
      }
      arrived += portion.length;
      largest = Math.max(largest, log.writeSegment.capacity());
    }
    assertTrue(arrived < length);
    assertTrue(largest > 8 << 20, largest + " bytes at once");
    int waste = Integer.highestOneBit(largest) * 2 - largest;
    assertTrue(waste >= 16 && waste < 4 << 10, largest + " bytes at once");
  }
}
