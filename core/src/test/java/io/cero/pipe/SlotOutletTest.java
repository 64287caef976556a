package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An outlet of a slot writes the newest message, whole. */
class SlotOutletTest {
  private static final List<byte[]> OLD = List.of(Frames.body(3, 1), Frames.body(300, 2));
  private static final List<byte[]> NEW = List.of(Frames.body(5, 3));

  private final Slot slot = new Slot();
  private final SlotOutlet outlet = new SlotOutlet(slot);

  @Test
  void shouldWriteTheNewestOnlyAndCountTheOthers() {
    Frames.append(slot, OLD);
    Frames.append(slot, OLD);
    Frames.append(slot, NEW);
    Sink sink = new Sink(Long.MAX_VALUE);
    assertEquals(Egress.Flow.DRAINED, write(sink));
    assertArrayEquals(Frames.wire(NEW), sink.taken());
    assertEquals(2, slot.conflated());
    assertTrue(outlet.isDrained());
  }

  @Test
  void shouldFinishAMessageUnderWayBeforeTheNewest() {
    byte[] old = Frames.wire(OLD);
    for (int cut = 1; cut < old.length; cut++) {
      Frames.append(slot, OLD);
      Sink first = new Sink(cut);
      assertEquals(Egress.Flow.BLOCKED, write(first));
      assertTrue(outlet.isMidMessage());
      Frames.append(slot, NEW);
      Sink second = new Sink(Long.MAX_VALUE);
      write(second);
      assertArrayEquals(Frames.join(List.of(old, Frames.wire(NEW))), join(first, second));
      assertFalse(outlet.isMidMessage());
    }
  }

  @Test
  void shouldWriteTheMessageAgainThatWasCutUnlessThereIsANewerOne() {
    byte[] old = Frames.wire(OLD);
    for (int cut = 0; cut < old.length; cut++) {
      Frames.append(slot, OLD);
      write(new Sink(cut));
      outlet.rewind();
      assertFalse(outlet.isMidMessage());
      assertFalse(outlet.isDrained(), "cut at " + cut);
      Sink again = new Sink(Long.MAX_VALUE);
      write(again);
      assertArrayEquals(old, again.taken(), "cut at " + cut);
      assertTrue(outlet.isDrained());

      Frames.append(slot, OLD);
      write(new Sink(cut));
      outlet.rewind();
      Frames.append(slot, NEW);
      outlet.encodeWith(Encoder.LEGACY);
      Sink newest = new Sink(Long.MAX_VALUE);
      write(newest);
      assertArrayEquals(Encoder.LEGACY.encode(NEW.toArray(byte[][]::new)), newest.taken());
      outlet.encodeWith(Encoder.ZMTP);
    }
  }

  @Test
  void shouldWriteNothingAgainThatWasWrittenWhole() {
    Frames.append(slot, OLD);
    write(new Sink(Long.MAX_VALUE));
    outlet.rewind();
    assertTrue(outlet.isDrained());
    Sink nothing = new Sink(Long.MAX_VALUE);
    write(nothing);
    assertEquals(0, nothing.taken().length);
  }

  private Egress.Flow write(Sink sink) {
    try {
      return outlet.write(sink);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] join(Sink one, Sink two) {
    byte[] joined = Arrays.copyOf(one.taken(), one.taken().length + two.taken().length);
    System.arraycopy(two.taken(), 0, joined, one.taken().length, two.taken().length);
    return joined;
  }
}
