package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.LegacyFrameHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An outlet writes a log whole, in whatever portions, and again from the right message on. */
class OutletTest {
  private final ChunkPool pool = new ChunkPool();

  private static List<List<byte[]>> small() {
    return List.of(
        List.of(Frames.body(3, 1)),
        List.of(Frames.body(0, 2)),
        List.of(Frames.body(5, 3), Frames.body(0, 4), Frames.body(7, 5)),
        List.of(Frames.body(255, 6), Frames.body(256, 7)),
        List.of(Frames.body(Log.CONTIGUOUS, 8)),
        List.of(Frames.body(Log.CONTIGUOUS + 1, 9), Frames.body(3_000, 10)),
        List.of(Frames.body(1, 11)));
  }

  private static List<byte[]> wires(List<List<byte[]>> messages, Encoder encoder) {
    List<byte[]> wires = new ArrayList<>();
    for (List<byte[]> message : messages) {
      wires.add(
          encoder == Encoder.ZMTP
              ? Frames.wire(message)
              : encoder.encode(message.toArray(byte[][]::new)));
    }
    return wires;
  }

  /** What must follow after a cut: every message whose last byte was not written. */
  private static byte[] rest(List<byte[]> wires, long cut, List<byte[]> again) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    long end = 0;
    for (int i = 0; i < wires.size(); i++) {
      end += wires.get(i).length;
      if (end > cut) {
        rest.writeBytes(again.get(i));
      }
    }
    return rest.toByteArray();
  }

  private static int whole(List<byte[]> wires, long cut) {
    int count = 0;
    long end = 0;
    for (byte[] wire : wires) {
      end += wire.length;
      count += end <= cut ? 1 : 0;
    }
    return count;
  }

  private static void drain(Outlet outlet, Sink sink) throws IOException {
    Egress.Flow flow;
    do {
      flow = outlet.write(sink);
    } while (flow == Egress.Flow.MORE);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnAtTheFirstMessageWhoseEndWasNotWrittenWhereverItIsCut(Encoder encoder)
      throws IOException {
    List<List<byte[]>> messages = small();
    List<byte[]> wires = wires(messages, encoder);
    List<byte[]> again = wires(messages, Encoder.ZMTP);
    int length = Frames.join(wires).length;
    for (int cut = 0; cut <= length; cut++) {
      Log log = new Log(pool, 0, 0);
      messages.forEach(message -> Frames.append(log, message));
      Outlet outlet = new Outlet(log);
      outlet.encodeWith(encoder == Encoder.ZMTP ? null : encoder);
      Sink first = new Sink(cut);
      drain(outlet, first);
      assertArrayEquals(Arrays.copyOf(Frames.join(wires), cut), first.taken());
      outlet.rewind();
      outlet.encodeWith(null);
      assertEquals(whole(wires, cut), log.consumed(), "messages written whole at " + cut);
      assertEquals(messages.size() - whole(wires, cut), outlet.unwritten(), "left at " + cut);
      assertFalse(outlet.isMidMessage());
      Sink second = new Sink(Long.MAX_VALUE);
      drain(outlet, second);
      assertArrayEquals(rest(wires, cut, again), second.taken(), "cut at " + cut);
      assertTrue(outlet.isDrained());
      assertEquals(messages.size(), log.consumed());
      log.trim();
    }
  }

  @Test
  void shouldGoOnCorrectlyWhenItIsCutAgainAndAgain() throws IOException {
    List<List<byte[]>> messages = small();
    List<byte[]> wires = wires(messages, Encoder.ZMTP);
    int length = Frames.join(wires).length;
    for (int step = 1; step < length; step += 7) {
      Log log = new Log(pool, 0, 0);
      messages.forEach(message -> Frames.append(log, message));
      Outlet outlet = new Outlet(log);
      int skipped = 0; // messages that are written
      for (int lives = 0; !outlet.isDrained() && lives < 100; lives++) {
        List<byte[]> left = wires.subList(skipped, wires.size());
        long budget = step + lives * 100L;
        Sink sink = new Sink(budget);
        drain(outlet, sink);
        byte[] expected = Frames.join(left);
        assertArrayEquals(
            Arrays.copyOf(expected, (int) Math.min(budget, expected.length)), sink.taken());
        skipped += whole(left, budget);
        outlet.rewind();
        assertEquals(skipped, log.consumed());
      }
      assertEquals(messages.size(), skipped);
    }
  }

  @Test
  void shouldWriteByteByByteAndKnowWhenItIsWithinAMessage() throws IOException {
    List<byte[]> wires = wires(small(), Encoder.ZMTP);
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (byte[] wire : wires) {
      end += wire.length;
      ends.add(end);
    }
    Log log = new Log(pool, 0, 0);
    small().forEach(message -> Frames.append(log, message));
    Outlet outlet = new Outlet(log);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 1; at <= end; at++) {
      Sink sink = new Sink(1);
      outlet.write(sink);
      all.writeBytes(sink.taken());
      assertEquals(!ends.contains(at), outlet.isMidMessage(), "at " + at);
    }
    assertArrayEquals(Frames.join(wires), all.toByteArray());
    assertEquals(end, outlet.writtenBytes());
  }

  @Test
  void shouldKeepBodiesByReferenceUntilTheirLastByteIsWrittenAndReleaseThemOnce()
      throws IOException {
    byte[] large = Frames.body(Log.SHARED + 3, 1);
    byte[] after = Frames.body(4, 2);
    List<byte[]> wires =
        List.of(
            Frames.wire(List.of(Frames.body(3, 0))),
            Frames.wire(List.of(large, after)),
            Frames.wire(List.of(large)),
            Frames.wire(List.of(after)));
    int length = Frames.join(wires).length;
    for (int cut = 0; cut <= length; cut += cut % 1_000 < 30 ? 1 : 331) {
      Log log = new Log(pool, 0, 0);
      AtomicInteger released = new AtomicInteger();
      Outgoing frame = new Outgoing();
      log.append(frame.set(Frames.body(3, 0)), false);
      log.append(frame.set(ByteBuffer.wrap(large), released::incrementAndGet), true);
      log.append(frame.set(after), false);
      log.append(frame.set(ByteBuffer.wrap(large), released::incrementAndGet), false);
      log.append(frame.set(after), false);
      Outlet outlet = new Outlet(log);
      drain(outlet, new Sink(cut));
      int expected = (cut >= wires.get(0).length + wires.get(1).length ? 1 : 0);
      expected += cut >= length - wires.get(3).length ? 1 : 0;
      assertTrue(released.get() <= expected, "released too early at " + cut);
      outlet.rewind();
      assertEquals(whole(wires, cut), log.consumed(), "messages written whole at " + cut);
      assertEquals(wires.size() - whole(wires, cut), outlet.unwritten(), "left at " + cut);
      Sink second = new Sink(Long.MAX_VALUE);
      drain(outlet, second);
      assertArrayEquals(rest(wires, cut, wires), second.taken(), "cut at " + cut);
      log.append(frame.set(after), false); // lets go of what lies behind
      drain(outlet, second);
      assertEquals(2, released.get(), "cut at " + cut);
    }
  }

  @Test
  void shouldWriteWhatIsAppendedMeanwhileWhetherTheLogStartsOverOrNot() throws IOException {
    Log log = new Log(pool, 0, 0);
    Outlet outlet = new Outlet(log);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Sink sink = new Sink(Long.MAX_VALUE, 1_000);
    for (int i = 0; i < 3_000; i++) {
      List<byte[]> message = List.of(Frames.body(i % 700, i), Frames.body(i * 31 % 5_000, i));
      Frames.append(log, message);
      expected.writeBytes(Frames.wire(message));
      if (i % 3 == 0) {
        outlet.write(sink);
      }
      if (i % 100 == 99) {
        while (!outlet.isDrained()) {
          outlet.write(sink);
        }
      }
      if (i % 500 == 499) {
        assertTrue(log.trim());
      }
    }
    while (!outlet.isDrained()) {
      outlet.write(sink);
    }
    assertArrayEquals(expected.toByteArray(), sink.taken());
    assertEquals(3_000, log.consumed());
  }

  @Test
  void shouldLookIntoOneSegmentAloneWhenItCountsWhatALostConnectionLeaves() throws IOException {
    Log log = new Log(pool, 0, 0);
    List<byte[]> message = List.of(Frames.body(1_000, 1));
    for (int i = 0; i < 1_000; i++) {
      Frames.append(log, message);
    }
    Outlet outlet = new Outlet(log);
    drain(outlet, new Sink(2_500));
    outlet.rewind();
    int later = 0;
    for (Segment next = log.oldest.next; next != null; next = next.next) {
      next.memory.put(0, new byte[next.capacity()]); // frames of no length, to who looks
      later++;
    }
    assertTrue(later > 2, later + " segments");
    assertEquals(998, outlet.unwritten());
    assertEquals(2, log.consumed());
  }

  @Test
  void shouldShowNothingOfAMessageThatIsNotComplete() throws IOException {
    Log log = new Log(pool, 0, 0);
    Outlet outlet = new Outlet(log);
    log.append(new Outgoing().set(Frames.body(5, 1)), true);
    Sink sink = new Sink(Long.MAX_VALUE);
    assertEquals(Egress.Flow.DRAINED, outlet.write(sink));
    assertEquals(0, sink.taken().length);
    log.rollback();
    Frames.append(log, List.of(Frames.hex("6b65707421")));
    outlet.write(sink);
    assertArrayEquals(Frames.hex("00 05 6b65707421"), sink.taken());
  }

  @Test
  void shouldEncodeALargeBodyForAnOlderPeer() throws IOException {
    byte[] large = Frames.body(200_000, 1);
    Log log = new Log(pool, 0, 0);
    Frames.append(log, List.of(large));
    Outlet outlet = new Outlet(log);
    outlet.encodeWith(Encoder.LEGACY);
    Sink sink = new Sink(Long.MAX_VALUE, 777);
    while (!outlet.isDrained()) {
      outlet.write(sink);
    }
    ByteBuffer expected = ByteBuffer.allocate(10 + large.length);
    LegacyFrameHeader.put(expected, 0, large.length, 0);
    expected.position(10).put(large);
    assertArrayEquals(expected.array(), sink.taken());
  }
}
