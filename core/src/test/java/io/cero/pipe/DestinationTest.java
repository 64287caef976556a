package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long body arrives in the buffer of who waits for it, and is never left there by accident. */
class DestinationTest {
  private static final int LONG = 200_000;
  private static final int AT = 11;

  private final Destination destination = new Destination();
  private final Log log = new Log(new ChunkPool(), 0, 0);
  private final Intake intake = new Intake(log, -1, (memory, at, length) -> {}, destination);
  private final Incoming frame = new Incoming();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(LONG + AT + 5).position(AT);

  private static byte[] bytesOf(ByteBuffer memory, int from, int to) {
    byte[] bytes = new byte[to - from];
    memory.get(from, bytes);
    return bytes;
  }

  private static void scribble(ByteBuffer memory) {
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, (byte) 0xAA);
    }
  }

  private void open() {
    destination.offer(buffer);
    destination.open();
  }

  /** Reads all of a source, so much at a time. */
  private void read(byte[] bytes, int portion) throws IOException, WireException {
    Source source = new Source(bytes, () -> portion);
    while (!source.isEmpty()) {
      intake.read(source);
    }
  }

  /** Receives as a socket does: settles, then copies. */
  private byte[] receive() {
    destination.close();
    assertTrue(log.hasMessage());
    log.read(frame);
    destination.settle(frame);
    int from = buffer.position();
    frame.copyTo(buffer);
    frame.done();
    return bytesOf(buffer, from, buffer.position());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldArriveWhereItIsWantedWhateverThePortions(boolean direct)
      throws IOException, WireException {
    if (!direct) {
      buffer = ByteBuffer.allocate(buffer.capacity()).position(AT);
    }
    for (int portion : new int[] {1, 7, 1_000, 65_536, Integer.MAX_VALUE}) {
      byte[] body = Frames.body(LONG, portion);
      open();
      read(Frames.wire(List.of(body)), portion);
      assertArrayEquals(
          bytesAfter(body, ChunkPool.SMALL),
          bytesOf(buffer, AT + ChunkPool.SMALL, AT + LONG),
          "it lies there before anything is copied");
      assertArrayEquals(body, receive(), "in portions of " + portion);
      buffer.position(AT);
      scribble(buffer);
    }
    assertTrue(intake.trim());
  }

  private static byte[] bytesAfter(byte[] body, int from) {
    return java.util.Arrays.copyOfRange(body, from, body.length);
  }

  @Test
  void shouldMoveOutWhatIsThereWhereverTheCallerStopsDriving() throws IOException, WireException {
    byte[] body = Frames.body(LONG, 1);
    byte[] wire = Frames.wire(List.of(body));
    byte[] next = Frames.body(50_000, 2);
    IntStream cuts =
        IntStream.concat(
            IntStream.rangeClosed(0, 20),
            IntStream.concat(
                IntStream.rangeClosed(20, wire.length).filter(cut -> cut % 4_999 == 0),
                IntStream.rangeClosed(wire.length - 10, wire.length)));
    for (int cut : cuts.toArray()) {
      DestinationTest each = new DestinationTest();
      each.open();
      each.read(java.util.Arrays.copyOf(wire, cut), 3_001);
      each.destination.close();
      each.destination.settle(null);
      scribble(each.buffer);
      each.open(); // for the rest, a second loan
      each.read(bytesAfter(wire, cut), 70_001);
      each.read(Frames.wire(List.of(next)), 70_001);
      assertArrayEquals(body, each.receive(), "cut at " + cut);
      each.buffer.position(AT);
      assertArrayEquals(next, each.receive(), "cut at " + cut);
      assertFalse(each.log.hasMessage());
    }
  }

  private void close() {
    destination.close();
    destination.settle(null);
  }

  private int links() {
    int links = 0;
    for (Segment segment = log.oldest; segment != null; segment = segment.next) {
      links++;
    }
    return links;
  }

  private long linkedMemory() {
    long bytes = 0;
    for (Segment segment = log.oldest; segment != null; segment = segment.next) {
      bytes += segment.capacity();
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {10_000, 50_000})
  void shouldLeaveNoMemoryUnusedWhenThoseWhoReadABodyTakeTurns(int portion)
      throws IOException, WireException {
    int length = 4 << 20;
    byte[] body = Frames.body(length, 1);
    byte[] wire = Frames.wire(List.of(body));
    buffer = ByteBuffer.allocate(length);
    int at = 0;
    for (int turn = 0; at < wire.length; turn++) {
      boolean waiting = turn % 2 == 1;
      if (waiting) {
        open();
      }
      int end = Math.min(wire.length, at + portion);
      read(java.util.Arrays.copyOfRange(wire, at, end), portion);
      at = end;
      if (waiting) {
        close();
      }
      long linked = linkedMemory();
      assertTrue(linked <= 2L * at + 2 * Intake.FIRST_PART, linked + " bytes of memory for " + at);
    }
    assertArrayEquals(body, receive());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldLinkNothingForEveryWaitInWhichNextToNothingArrives(int portion)
      throws IOException, WireException {
    byte[] body = Frames.body(LONG, 1);
    byte[] wire = Frames.wire(List.of(body));
    int at = 20;
    read(java.util.Arrays.copyOf(wire, at), at);
    for (int wait = 0; wait < 10_000; wait++) {
      open();
      intake.read(new Source(java.util.Arrays.copyOfRange(wire, at, at + portion), () -> portion));
      at += portion;
      close();
    }
    assertTrue(links() < 10, links() + " links");
    read(bytesAfter(wire, at), 65_536);
    assertArrayEquals(body, receive());
  }

  private static ByteBuffer noMemory(int size) {
    throw new OutOfMemoryError(size + " bytes");
  }

  @Test
  void shouldGiveUpABodyWhenThereIsNoMemoryForWhatArrived() throws IOException, WireException {
    Destination poor = new Destination(DestinationTest::noMemory);
    Intake gone = new Intake(log, -1, (memory, at, length) -> {}, poor);
    byte[] body = Frames.body(LONG, 1);
    byte[] wire = Frames.wire(List.of(body));
    poor.offer(buffer);
    poor.open();
    Source half = new Source(java.util.Arrays.copyOf(wire, LONG / 2), () -> 65_536);
    while (!half.isEmpty()) {
      gone.read(half);
    }
    poor.close();
    poor.settle(null);
    Source rest = new Source(bytesAfter(wire, LONG / 2), () -> 65_536);
    assertThrows(OutOfMemoryError.class, () -> gone.read(rest));
    gone.finish();
    assertFalse(log.hasMessage());
    Intake next = new Intake(log, -1, (memory, at, length) -> {}, destination);
    Source again = new Source(wire, () -> 65_536);
    while (!again.isEmpty()) {
      next.read(again);
    }
    assertArrayEquals(body, receive());
  }

  @Test
  void shouldDropAMessageWhenThereIsNoMemoryToKeepItFor() throws IOException, WireException {
    Destination poor = new Destination(DestinationTest::noMemory);
    Intake only = new Intake(log, -1, (memory, at, length) -> {}, poor);
    poor.offer(buffer);
    poor.open();
    Source source = new Source(Frames.wire(List.of(Frames.body(LONG, 1))), () -> 65_536);
    while (!source.isEmpty()) {
      only.read(source);
    }
    poor.close();
    poor.settle(null);
    assertFalse(log.hasMessage());
    byte[] after = Frames.body(LONG, 2);
    Source next = new Source(Frames.wire(List.of(after)), () -> 65_536);
    while (!next.isEmpty()) {
      only.read(next);
    }
    assertArrayEquals(after, receive());
  }

  @Test
  void shouldGiveItMemoryOfItsOwnWhenAnotherFrameIsReceivedFirst()
      throws IOException, WireException {
    byte[] body = Frames.body(LONG, 1);
    open();
    read(Frames.wire(List.of(body)), 65_536);
    destination.close();
    Incoming made = new Incoming();
    made.set(new byte[] {1, 2, 3}, true); // as a ROUTER puts an address before it
    destination.settle(made);
    scribble(buffer);
    assertArrayEquals(body, receive());
  }

  @Test
  void shouldGoOnBehindALoanThatWasDroppedUnread() throws IOException, WireException {
    open();
    read(Frames.wire(List.of(Frames.body(LONG, 1))), 65_536);
    destination.close();
    assertTrue(log.hasMessage());
    log.read(frame);
    frame.done(); // as a subscriber does with what it did not subscribe to
    destination.settle(null);
    byte[] next = Frames.body(LONG, 2);
    open();
    read(Frames.wire(List.of(next)), 65_536);
    assertArrayEquals(next, receive());
  }

  @Test
  void shouldForgetALoanWhoseConnectionIsLost() throws IOException, WireException {
    byte[] wire = Frames.wire(List.of(Frames.body(LONG, 1)));
    open();
    read(java.util.Arrays.copyOf(wire, LONG / 2), 65_536);
    intake.finish();
    byte[] next = Frames.body(LONG, 2);
    Intake other = new Intake(log, -1, (memory, at, length) -> {}, destination);
    Source source = new Source(Frames.wire(List.of(next)), () -> 65_536);
    while (!source.isEmpty()) {
      other.read(source);
    }
    assertArrayEquals(next, receive());
  }

  @Test
  void shouldLendNothingToAnotherThread() throws Exception {
    byte[] body = Frames.body(LONG, 1);
    open();
    scribble(buffer);
    Thread reader =
        new Thread(
            () -> {
              try {
                read(Frames.wire(List.of(body)), 65_536);
              } catch (IOException | WireException e) {
                throw new AssertionError(e);
              }
            });
    reader.start();
    reader.join();
    assertUntouched();
    assertArrayEquals(body, receive());
  }

  private void assertUntouched() {
    for (int i = 0; i < buffer.capacity(); i++) {
      assertEquals((byte) 0xAA, buffer.get(i), "at " + i);
    }
  }

  @Test
  void shouldLendNothingToABodyThatIsTooLong() throws IOException, WireException {
    byte[] body = Frames.body(LONG + 6, 1);
    open();
    scribble(buffer);
    read(Frames.wire(List.of(body)), 65_536);
    assertUntouched();
    buffer = ByteBuffer.allocate(LONG + 6);
    assertArrayEquals(body, receive());
  }

  @Test
  void shouldLendNothingOfABufferThatMayNotBeWritten() throws IOException, WireException {
    destination.offer(buffer.asReadOnlyBuffer());
    destination.open();
    scribble(buffer);
    byte[] body = Frames.body(LONG, 1);
    read(Frames.wire(List.of(body)), 65_536);
    assertUntouched();
    assertArrayEquals(body, receive());
  }

  @Test
  void shouldLendNothingToOneFrameOfSeveral() throws IOException, WireException {
    byte[] one = Frames.body(LONG / 2, 1);
    byte[] two = Frames.body(LONG / 2, 2);
    open();
    scribble(buffer);
    read(Frames.wire(List.of(one, new byte[0], two)), 65_536);
    assertUntouched();
    assertArrayEquals(one, receive());
    assertArrayEquals(new byte[0], receive());
    assertArrayEquals(two, receive());
  }

  @Test
  void shouldLendNothingWhileAMessageIsUnread() throws IOException, WireException {
    byte[] first = Frames.body(10, 1);
    byte[] second = Frames.body(LONG, 2);
    open();
    scribble(buffer);
    read(Frames.wire(List.of(first)), 65_536);
    read(Frames.wire(List.of(second)), 65_536);
    assertUntouched();
    assertArrayEquals(first, receive());
    buffer.position(AT);
    assertArrayEquals(second, receive());
  }
}
