package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A long body that passes by the log is on the wire, or else whole in the log. */
class ShortcutTest {
  private static final int LONG = 3 * (Log.SHARED + 17);

  /** Where a sender's body may lie. */
  enum Memory {
    ARRAY {
      @Override
      Outgoing body(byte[] body) {
        return new Outgoing().set(body);
      }
    },
    HEAP {
      @Override
      Outgoing body(byte[] body) {
        return new Outgoing().set(ByteBuffer.wrap(body));
      }
    },
    DIRECT {
      @Override
      Outgoing body(byte[] body) {
        ByteBuffer memory = ByteBuffer.allocateDirect(body.length + 7).position(5);
        return new Outgoing().set(memory.put(5, body).limit(5 + body.length));
      }
    };

    abstract Outgoing body(byte[] body);
  }

  private final ChunkPool pool = new ChunkPool();
  private final Log log = new Log(pool, 0, 0);
  private final Outlet outlet = new Outlet(log);
  private int passed;
  private int stored;
  private boolean abandoned;

  /** As a session does it, with a right that nobody else wants. */
  private void shortcut(Sink sink) {
    log.shortcut(
        new Shortcut() {
          @Override
          public boolean tryEnter(int length) {
            return drain(outlet, sink);
          }

          @Override
          public boolean write(Outgoing body) {
            try {
              boolean whole = outlet.writeDirect(sink, body, () -> false);
              passed += whole ? 1 : 0;
              stored += whole ? 0 : 1;
              return whole;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void leave(boolean published) {
            if (published) {
              outlet.settleDirect();
            } else {
              abandoned = outlet.abandonDirect();
            }
            drain(outlet, sink);
          }
        });
  }

  private static boolean drain(Outlet outlet, Sink sink) {
    try {
      Egress.Flow flow;
      do {
        flow = outlet.write(sink);
      } while (flow == Egress.Flow.MORE);
      return flow == Egress.Flow.DRAINED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends a message, and changes the memory of its bodies at once, as a sender may. */
  private void append(Memory memory, List<byte[]> message) {
    for (int i = 0; i < message.size(); i++) {
      Outgoing body = memory.body(message.get(i).clone());
      log.append(body, i + 1 < message.size());
      for (int at = 0; at < body.length; at++) {
        if (body.array != null) {
          body.array[at] = 0;
        } else {
          body.buffer.put(body.offset + at, (byte) 0);
        }
      }
    }
  }

  private static List<List<byte[]>> messages() {
    return List.of(
        List.of(Frames.body(3, 0)),
        List.of(Frames.body(LONG, 1)),
        List.of(Frames.body(4, 2), Frames.body(0, 3), Frames.body(LONG, 4)),
        List.of(Frames.body(LONG, 5), Frames.body(LONG, 6)),
        List.of(Frames.body(5, 7)),
        List.of(Frames.body(Log.SHARED, 8)),
        List.of(Frames.body(6, 9)));
  }

  private static byte[] rest(List<byte[]> wires, long cut) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    long end = 0;
    for (byte[] wire : wires) {
      end += wire.length;
      if (end > cut) {
        rest.writeBytes(wire);
      }
    }
    return rest.toByteArray();
  }

  /** Every place close to where a frame begins or ends, and some between. */
  private static IntStream cuts(List<List<byte[]>> messages) {
    IntStream.Builder cuts = IntStream.builder();
    int at = 0;
    for (List<byte[]> message : messages) {
      for (int i = 0; i < message.size(); i++) {
        int length = Frames.frame(0, message.get(i)).length;
        IntStream.range(Math.max(0, at - 6), at + 6).forEach(cuts);
        for (int between = at + 6; between < at + length; between += 30_011) {
          cuts.add(between);
        }
        at += length;
      }
    }
    return cuts.add(at).build().distinct();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnAtTheFirstMessageWhoseEndWasNotWrittenWhereverItIsCut(Memory memory) {
    List<byte[]> wires = messages().stream().map(Frames::wire).toList();
    byte[] all = Frames.join(wires);
    cuts(messages())
        .forEach(
            cut -> {
              ShortcutTest each = new ShortcutTest();
              Sink first = new Sink(cut);
              each.shortcut(first);
              messages().forEach(message -> each.append(memory, message));
              drain(each.outlet, first);
              assertArrayEquals(Arrays.copyOf(all, cut), first.taken(), "cut at " + cut);
              assertEquals(cut, each.outlet.writtenBytes());
              each.outlet.rewind();
              Sink second = new Sink(Long.MAX_VALUE);
              assertTrue(drain(each.outlet, second));
              assertArrayEquals(rest(wires, cut), second.taken(), "cut at " + cut);
              assertEquals(messages().size(), each.log.consumed());
              assertTrue(each.log.trim());
            });
  }

  @ParameterizedTest
  @EnumSource
  void shouldStoreNothingOfABodyThatTheChannelTakes(Memory memory) {
    Sink sink = new Sink(Long.MAX_VALUE);
    shortcut(sink);
    for (int i = 0; i < 1_000; i++) {
      append(memory, List.of(Frames.body(Log.SHARED + i % 3, i)));
      assertEquals(i + 1, log.consumed());
      assertTrue(outlet.isDrained());
    }
    assertEquals(1_000, passed);
    assertEquals(0, pool.unusedBytes());
    assertTrue(log.trim());
    assertEquals(ChunkPool.SMALL, pool.unusedBytes(), "a chunk for the headers");
  }

  @Test
  void shouldGoOnInOrderWhenTheChannelTakesABodyInPart() {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      List<byte[]> message =
          i % 3 == 0
              ? List.of(Frames.body(i, i))
              : List.of(Frames.body(i % 2 * 9, i), Frames.body(Log.SHARED + i * 331, i));
      expected.writeBytes(Frames.wire(message));
      Sink sink = new Sink(i * 7919L % 250_000, 100_000);
      shortcut(sink);
      append(Memory.values()[i % 3], message);
      taken.writeBytes(sink.taken());
      if (i % 50 == 49) {
        Sink rest = new Sink(Long.MAX_VALUE);
        assertTrue(drain(outlet, rest));
        taken.writeBytes(rest.taken());
        assertTrue(i % 100 == 49 || log.trim());
      }
    }
    assertTrue(passed > 20 && stored > 20, passed + " passed, " + stored + " were stored");
    assertArrayEquals(expected.toByteArray(), taken.toByteArray());
    assertEquals(500, log.consumed());
  }

  @Test
  void shouldStoreABodyWhenTheFramesBeforeItTakeMoreThanOneWrite() {
    Sink sink = new Sink(Long.MAX_VALUE);
    shortcut(sink);
    byte[] before = Frames.body(2 << 20, 1);
    byte[] last = Frames.body(LONG, 2);
    append(Memory.ARRAY, List.of(before, last));
    assertEquals(0, passed);
    assertArrayEquals(Frames.wire(List.of(before, last)), sink.taken());
    assertEquals(1, log.consumed());
  }

  /** A body of which the channel takes a part, and for whose copy there is no memory then. */
  private void appendUnstorable(Sink sink, boolean direct) {
    Outgoing body = new Outgoing().set(Frames.body(LONG, 1));
    Shortcut way = log.shortcut;
    log.shortcut(
        new Shortcut() {
          @Override
          public boolean tryEnter(int length) {
            boolean entered = direct && way.tryEnter(length);
            body.array = entered ? body.array : new byte[LONG / 2];
            return entered;
          }

          @Override
          public boolean write(Outgoing outgoing) {
            boolean whole = way.write(outgoing);
            outgoing.array = new byte[LONG / 2];
            return whole;
          }

          @Override
          public void leave(boolean published) {
            way.leave(published);
          }
        });
    assertThrows(IndexOutOfBoundsException.class, () -> log.append(body, false));
    log.shortcut(way);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 5, 9, 10, 100_000})
  void shouldGiveUpAMessageWhoseBodyCouldNotBeStored(int taken) {
    byte[] before = Frames.body(10, 0);
    byte[] prefix = Frames.body(3, 3);
    byte[] after = Frames.body(LONG, 2);
    int length = Frames.wire(List.of(before)).length;
    Sink first = new Sink(length + Math.max(0, taken));
    shortcut(first);
    append(Memory.ARRAY, List.of(before));
    log.append(new Outgoing().set(prefix), true);
    appendUnstorable(first, taken >= 0);
    assertEquals(taken > 0, abandoned);
    assertEquals(1, log.published());
    log.rollback();
    outlet.rewind(); // with its connection
    Sink second = new Sink(Long.MAX_VALUE);
    shortcut(second);
    append(Memory.DIRECT, List.of(before));
    append(Memory.DIRECT, List.of(after));
    drain(outlet, second);
    byte[] sent = second.taken();
    byte[] expected =
        Frames.join(List.of(Frames.wire(List.of(before)), Frames.wire(List.of(after))));
    int from = sent.length - expected.length; // the first, if it was never written before
    assertTrue(from == 0 || from == length, "" + from);
    assertArrayEquals(expected, Arrays.copyOfRange(sent, from, sent.length));
    assertEquals(3, log.consumed());
    assertTrue(log.trim());
  }

  @Test
  void shouldLeaveNothingInTheLogWhenTheWayCannotBeTaken() {
    Sink sink = new Sink(Long.MAX_VALUE);
    shortcut(sink);
    byte[] before = Frames.body(10, 0);
    append(Memory.ARRAY, List.of(before));
    Shortcut way = log.shortcut;
    log.shortcut(
        new Shortcut() {
          @Override
          public boolean tryEnter(int length) {
            throw new OutOfMemoryError("to enter");
          }

          @Override
          public boolean write(Outgoing body) {
            throw new AssertionError("was not entered");
          }

          @Override
          public void leave(boolean published) {
            throw new AssertionError("was not entered");
          }
        });
    Outgoing body = new Outgoing().set(Frames.body(LONG, 1));
    assertThrows(OutOfMemoryError.class, () -> log.append(body, false));
    log.shortcut(way);
    byte[] after = Frames.body(12, 2);
    append(Memory.ARRAY, List.of(after));
    assertTrue(drain(outlet, sink));
    assertArrayEquals(
        Frames.join(List.of(Frames.wire(List.of(before)), Frames.wire(List.of(after)))),
        sink.taken());
    assertEquals(2, log.consumed());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, Long.MAX_VALUE})
  @Timeout(60)
  void shouldLetGoOfTheSendersMemory(long taken) {
    shortcut(new Sink(taken));
    Outgoing body = new Outgoing().set(Frames.body(LONG, 1));
    WeakReference<byte[]> memory = new WeakReference<>(body.array);
    log.append(body, false);
    body.set(new byte[0]);
    while (memory.get() != null) {
      System.gc();
    }
    assertEquals(1, log.published());
  }

  @Test
  void shouldKeepABodyByReferenceWhereThatIsAllowed() {
    Sink sink = new Sink(Long.MAX_VALUE);
    shortcut(sink);
    byte[] body = Frames.body(LONG, 1);
    log.append(new Outgoing().setImmutable(body, 0, body.length), false);
    assertEquals(0, passed + stored);
    assertTrue(drain(outlet, sink));
    assertArrayEquals(Frames.wire(List.of(body)), sink.taken());
  }
}
