package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.FrameHeader;
import io.cero.wire.WireException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives becomes messages, however it is split, whichever intake takes it. */
class IntakeTest {
  /** The intakes that take the same bytes. */
  enum Kind {
    INTAKE {
      @Override
      Ingress of(Log log, long maximum, Ingress.CommandHandler commands) {
        return new Intake(log, maximum, commands);
      }
    },
    TRANSCRIBER {
      @Override
      Ingress of(Log log, long maximum, Ingress.CommandHandler commands) {
        return new Transcriber(log, Transcriber.Format.ZMTP_3, maximum, commands);
      }
    };

    abstract Ingress of(Log log, long maximum, Ingress.CommandHandler commands);
  }

  private final ChunkPool pool = new ChunkPool();
  private final List<String> commands = new ArrayList<>();

  private void note(java.nio.ByteBuffer memory, int offset, int length) {
    byte[] body = new byte[length];
    memory.get(offset, body);
    commands.add(Frames.text(List.of(body)));
  }

  /** Reads as a session does: not at the mark, and on after it once there is room. */
  private static boolean readOnce(Ingress ingress, Source source)
      throws IOException, WireException {
    if (ingress.isMarked()) {
      ingress.walk();
    }
    if (ingress.isMarked() || !ingress.hasRoom()) {
      return false;
    }
    ingress.read(source);
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellMessagesAndCommandsApartWhereverTheyAreSplit(Kind kind)
      throws IOException, WireException {
    byte[] bytes =
        Frames.hex(
            "00 03 616263"
                + "04 05 04 50494e47"
                + "01 01 78  06 0000000000000003 02 4142  01 00  00 01 79"
                + "02 0000000000000002 7a7a"
                + "00 00");
    List<String> expected = List.of("616263", "78||79", "7a7a", "");
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        commands.clear();
        Log log = new Log(pool, 0, 0);
        Ingress ingress = kind.of(log, -1, this::note);
        ingress.read(new Source(Arrays.copyOfRange(bytes, 0, first), () -> 1000));
        ingress.read(new Source(Arrays.copyOfRange(bytes, first, second), () -> 1000));
        ingress.read(new Source(Arrays.copyOfRange(bytes, second, bytes.length), () -> 1000));
        List<String> messages = new ArrayList<>();
        while (log.hasMessage()) {
          messages.add(Frames.text(Frames.take(log)));
        }
        assertEquals(expected, messages, () -> "split");
        assertEquals(List.of("0450494e47", "024142"), commands);
        log.trim();
      }
    }
  }

  @Test
  void shouldHandleCommandsBeyondTheMarkAndPublishOneByOneWhereverTheyAreSplit()
      throws IOException, WireException {
    byte[] bytes =
        Frames.hex(
            "00 01 61"
                + "04 05 04 50494e47"
                + "01 01 78  06 0000000000000003 02 4142  01 00  00 01 79"
                + "02 0000000000000002 7a7a"
                + "04 05 04 50494e48"
                + "00 00"
                + "04 05 04 50494e49  01 01 62");
    List<String> expected = List.of("61", "78||79", "7a7a", "");
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        commands.clear();
        Log log = new Log(pool, 1, 0);
        Ingress ingress = new Intake(log, -1, this::note);
        readAll(ingress, Arrays.copyOfRange(bytes, 0, first));
        readAll(ingress, Arrays.copyOfRange(bytes, first, second));
        readAll(ingress, Arrays.copyOfRange(bytes, second, bytes.length));
        assertEquals(List.of("0450494e47", "024142", "0450494e48", "0450494e49"), commands);
        List<String> messages = new ArrayList<>();
        while (log.hasMessage()) {
          assertEquals(1, log.queued());
          messages.add(Frames.text(Frames.take(log)));
          ingress.walk();
        }
        assertEquals(expected, messages);
        assertFalse(ingress.isMarked());
        ingress.read(new Source(Frames.hex("00 01 63"), () -> 1000));
        assertEquals("62|63", Frames.text(Frames.take(log)));
        assertTrue(log.trim());
      }
    }
    assertEquals(4, commands.size());
  }

  /** Reads whatever the mark says. */
  private static void readAll(Ingress ingress, byte[] bytes) throws IOException, WireException {
    Source source = new Source(bytes, () -> Integer.MAX_VALUE);
    while (!source.isEmpty()) {
      if (ingress.isMarked() || !ingress.hasRoom()) {
        assertTrue(ingress.mayReadAhead());
        assertEquals(0, ingress.readAhead(source));
      } else {
        ingress.read(source);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAheadOfTheMarkUpToItsBoundAndNoFurther(Kind kind)
      throws IOException, WireException {
    for (int size : new int[] {0, 10, 1_000, 5_000, 70_000, 400_000}) {
      Log log = new Log(pool, 1, 0);
      Ingress ingress = kind.of(log, -1, this::note);
      ingress.read(new Source(Frames.hex("00 01 61"), () -> 3));
      byte[] message = Frames.frame(0, Frames.body(size, size));
      byte[] flood = Frames.join(Collections.nCopies(1_000_000 / message.length + 1, message));
      Source source = new Source(flood, () -> 7_000);
      long read = 0;
      while (ingress.mayReadAhead()) {
        assertEquals(0, ingress.readAhead(source));
        read += ingress.lastRead();
      }
      assertEquals(Intake.AHEAD, read);
      assertEquals(1, log.published());
      assertEquals("61", Frames.text(Frames.take(log)));
      for (int i = 0; i < flood.length / message.length; i++) {
        while (!log.hasMessage()) {
          ingress.walk();
          if (!ingress.isMarked() && ingress.hasRoom()) {
            ingress.read(source);
          }
        }
        assertEquals(1, log.queued());
        assertEquals(Frames.text(List.of(Frames.body(size, size))), Frames.text(Frames.take(log)));
      }
      assertTrue(source.isEmpty());
      assertFalse(log.hasMessage());
    }
  }

  @Test
  void shouldKeepNothingOfCommandsThatComeWhileTheMarkIsReached()
      throws IOException, WireException {
    Log log = new Log(pool, 1, 0);
    Intake intake = new Intake(log, -1, this::note);
    intake.read(new Source(Frames.hex("00 01 61  00 01 62"), () -> 6));
    byte[] ping = Frames.hex("04 07 04 50494e47 0000");
    for (int i = 0; i < 20_000; i++) {
      assertTrue(intake.mayReadAhead());
      intake.readAhead(new Source(ping, () -> ping.length));
    }
    assertEquals(20_000, commands.size());
    assertEquals("61", Frames.text(Frames.take(log)));
    assertEquals(1, intake.walk());
    assertEquals("62", Frames.text(Frames.take(log)));
    assertTrue(intake.trim());
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotReadAheadAgainBeforeWhatALostConnectionLeftBeyondTheMarkIsConsumed(Kind kind)
      throws IOException, WireException {
    Log log = new Log(pool, 1, 0);
    Ingress lost = kind.of(log, -1, this::note);
    lost.read(new Source(Frames.hex("00 01 61  00 01 62  00 01 63"), () -> 9));
    assertEquals(1, log.published());
    assertEquals(2, lost.finish());
    Ingress next = kind.of(log, -1, this::note);
    for (String body : List.of("61", "62", "63")) {
      assertFalse(next.mayReadAhead());
      assertEquals(body, Frames.text(Frames.take(log)));
    }
    assertTrue(next.mayReadAhead());
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepToTheByteBudgetWhenMoreThanThatIsReadAhead(Kind kind)
      throws IOException, WireException {
    Log log = new Log(pool, 0, 100);
    Ingress ingress = kind.of(log, -1, this::note);
    ingress.read(new Source(Frames.wire(List.of(Frames.body(150, 1))), () -> 1_000));
    byte[] rest = Frames.join(Collections.nCopies(50, Frames.frame(0, Frames.body(90, 2))));
    Source source = new Source(rest, () -> 1_000);
    while (!source.isEmpty()) {
      assertEquals(0, ingress.readAhead(source));
    }
    assertEquals(1, log.published());
    assertTrue(log.awaitRoom());
    int received = 0;
    while (log.hasMessage()) {
      Frames.take(log);
      received++;
      ingress.walk();
    }
    assertEquals(51, received);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeWhatWasReadBehindTheHandshakeFirst(Kind kind) throws IOException, WireException {
    Log log = new Log(pool, 1, 0);
    Ingress ingress = kind.of(log, -1, this::note);
    java.nio.ByteBuffer early =
        java.nio.ByteBuffer.wrap(Frames.hex("ffff 00 01 61 00 01 62 00 02 63"));
    assertEquals(1, ingress.accept(early.position(2)));
    assertFalse(early.hasRemaining());
    assertTrue(ingress.isMarked());
    assertEquals("61", Frames.text(Frames.take(log)));
    assertEquals(1, ingress.walk());
    assertEquals("62", Frames.text(Frames.take(log)));
    ingress.walk();
    ingress.read(new Source(Frames.hex("64"), () -> 1));
    assertEquals("6364", Frames.text(Frames.take(log)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFollowAModel(Kind kind) throws IOException, WireException {
    for (int round = 0; round < 60; round++) {
      long seed = System.nanoTime() + round;
      try {
        followModel(kind, new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(kind + ", seed " + seed, e);
      }
    }
  }

  private static final int[] LENGTHS = {
    0, 1, 2, 17, 254, 255, 256, 2_047, 2_048, 2_049, 4_090, 9_000, 65_000, 66_000, 300_000
  };

  private void followModel(Kind kind, Random random) throws IOException, WireException {
    commands.clear();
    int mark = random.nextInt(4);
    Log log = new Log(pool, mark, random.nextInt(3) == 0 ? 10_000 : 0);
    List<String> expectedCommands = new ArrayList<>();
    int largest = 3 + random.nextInt(LENGTHS.length - 2);
    for (int connection = 0; connection < 3; connection++) {
      List<List<byte[]>> messages = new ArrayList<>();
      List<byte[]> wires = new ArrayList<>();
      int count = random.nextInt(30);
      for (int i = 0; i < count; i++) {
        List<byte[]> message = new ArrayList<>();
        int frames = 1 + random.nextInt(3);
        for (int f = 0; f < frames; f++) {
          while (random.nextInt(4) == 0) {
            byte[] command = Frames.body(1 + random.nextInt(600), random.nextInt());
            expectedCommands.add(Frames.text(List.of(command)));
            wires.add(Frames.frame(FrameHeader.COMMAND, command));
          }
          byte[] body = Frames.body(LENGTHS[random.nextInt(largest)], random.nextInt());
          message.add(body);
          wires.add(Frames.frame(f + 1 < frames ? FrameHeader.MORE : 0, body));
        }
        messages.add(message);
      }
      byte[] last = Frames.wire(List.of(Frames.body(10, 1), Frames.body(3_000, 2)));
      wires.add(Arrays.copyOf(last, random.nextInt(last.length)));
      int portion = 1 + random.nextInt(random.nextBoolean() ? 50 : 300_000);
      Source source = new Source(Frames.join(wires), () -> random.nextInt(8) == 0 ? 1 : portion);
      Ingress ingress = kind.of(log, -1, this::note);
      List<String> received = new ArrayList<>();
      while (!source.isEmpty()) {
        boolean room = readOnce(ingress, source);
        if (!room && ingress.mayReadAhead() && random.nextBoolean()) {
          ingress.readAhead(source);
        }
        if (mark > 0 && room) {
          assertTrue(log.queued() <= mark, "more than the mark");
        }
        while (log.hasMessage() && (!room || random.nextInt(3) > 0)) {
          room = true;
          received.add(Frames.text(Frames.take(log)));
        }
        if (random.nextInt(20) == 0) {
          ingress.trim();
        }
      }
      ingress.finish();
      while (log.hasMessage()) {
        received.add(Frames.text(Frames.take(log)));
      }
      assertEquals(Frames.texts(messages), received);
    }
    assertEquals(expectedCommands, commands);
    assertEquals(0, log.queued());
    assertTrue(log.trim());
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadNoMoreThanAChunkBeyondTheMark(Kind kind) throws IOException, WireException {
    Log log = new Log(pool, 10, 0);
    Ingress ingress = kind.of(log, -1, this::note);
    byte[] flood = new byte[4 << 20];
    byte[] message = Frames.frame(0, new byte[100]);
    for (int at = 0; at + message.length <= flood.length; at += message.length) {
      System.arraycopy(message, 0, flood, at, message.length);
    }
    Source source = new Source(flood, () -> Integer.MAX_VALUE);
    long read = 0;
    for (int i = 0; i < 100 && readOnce(ingress, source); i++) {
      read += ingress.lastRead();
    }
    assertFalse(source.isEmpty());
    assertEquals(10, log.published());
    assertTrue(read <= ChunkPool.LARGE, read + " bytes were read");
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeNoMemoryForABodyThatIsOnlyAnnounced(Kind kind) throws IOException, WireException {
    Log log = new Log(pool, 0, 0);
    long announced = kind == Kind.INTAKE ? Long.MAX_VALUE : Integer.MAX_VALUE - 100;
    Ingress ingress = kind.of(log, -1, this::note);
    byte[] header = java.nio.ByteBuffer.allocate(9).put((byte) 2).putLong(announced).array();
    ingress.read(new Source(header, () -> 9));
    byte[] part = new byte[10_000];
    for (int i = 0; i < 100; i++) {
      Source source = new Source(part, () -> Integer.MAX_VALUE);
      while (!source.isEmpty()) {
        ingress.read(source);
      }
    }
    assertFalse(log.hasMessage());
    ingress.finish();
    assertTrue(log.trim());
  }

  @ParameterizedTest
  @EnumSource
  void shouldPublishWhatPrecedesAFaultAndNothingBehindIt(Kind kind) {
    Log log = new Log(pool, 0, 0);
    Ingress ingress = kind.of(log, -1, this::note);
    Source source =
        new Source(Frames.hex("00 01 61  01 01 62  80 00  00 01 63"), () -> Integer.MAX_VALUE);
    WireException fault = assertThrows(WireException.class, () -> ingress.read(source));
    assertEquals(WireException.Reason.RESERVED_FLAGS, fault.reason());
    ingress.finish();
    assertTrue(log.hasMessage());
    assertEquals("61", Frames.text(Frames.take(log)));
    assertFalse(log.hasMessage());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWithTheNextConnectionWhereverTheLastOneWasCut(Kind kind)
      throws IOException, WireException {
    List<byte[]> whole = List.of(Frames.body(5, 1), Frames.body(2_500, 2));
    byte[] wire = Frames.wire(whole);
    Log log = new Log(pool, 0, 0);
    for (int cut = 0; cut < wire.length; cut++) {
      Ingress lost = kind.of(log, -1, this::note);
      lost.read(new Source(Arrays.copyOf(wire, cut), () -> Integer.MAX_VALUE));
      lost.finish();
      Frames.append(log, List.of(Frames.hex("01"))); // as a hiccup message is put in
      Ingress next = kind.of(log, -1, this::note);
      Source source = new Source(wire, () -> 1_000);
      while (!source.isEmpty()) {
        next.read(source);
      }
      next.finish();
      assertEquals("01", Frames.text(Frames.take(log)), "cut at " + cut);
      assertEquals(Frames.text(whole), Frames.text(Frames.take(log)), "cut at " + cut);
      assertFalse(log.hasMessage());
    }
  }
}
