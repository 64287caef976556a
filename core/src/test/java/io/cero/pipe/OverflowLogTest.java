package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.overflow.Disk;
import io.cero.overflow.MoverThreads;
import io.cero.overflow.Place;
import io.cero.overflow.SegmentFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverflowLogTest {
  private static final int BODY = 1_000;
  private static final long FRAME = BODY + 9;
  private static final int RECORD = 64 << 10;

  private final MoverThreads movers = new MoverThreads("test-overflow");
  private final Witness witness = new Witness();

  @TempDir private Path directory;

  /** What the log has told, to be waited for. */
  private static final class Witness implements OverflowLog.Observer {
    final Semaphore messages = new Semaphore(0);
    final Semaphore ended = new Semaphore(0);
    final Semaphore room = new Semaphore(0);
    final List<String> failures = new ArrayList<>();
    long lost;
    OverflowLog log;
    Runnable onMoved = () -> {};

    @Override
    public void overflowBegan() {}

    @Override
    public void moved() {
      if (log.takeReaderWaiting()) {
        messages.release();
      }
      onMoved.run();
    }

    @Override
    public synchronized void failed(String text) {
      failures.add(text);
    }

    @Override
    public synchronized void lost(long messages, String text) {
      lost += messages;
      failures.add(text);
    }

    @Override
    public void overflowEnded() {
      ended.release();
    }

    synchronized List<String> failures() {
      return List.copyOf(failures);
    }

    synchronized long lost() {
      return lost;
    }
  }

  /** A disk of which the first write does not end before it is let. */
  private static final class HangingDisk implements Disk {
    final CountDownLatch hangs = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);
    private final Disk disk = new SmallDisk(Long.MAX_VALUE);

    @Override
    public SegmentFile create(Path path) throws IOException {
      SegmentFile file = disk.create(path);
      return new SegmentFile() {
        @Override
        public void write(byte[] bytes, int length, long at) throws IOException {
          hangs.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          file.write(bytes, length, at);
        }

        @Override
        public void read(byte[] into, int length, long at) throws IOException {
          file.read(into, length, at);
        }

        @Override
        public void discard() {
          file.discard();
        }
      };
    }
  }

  /** A disk that holds so many bytes, and half of a write that it has no room for. */
  private static final class SmallDisk implements Disk {
    long free;
    boolean forgets;

    SmallDisk(long size) {
      free = size;
    }

    @Override
    public synchronized SegmentFile create(Path path) throws IOException {
      take(0);
      return new SegmentFile() {
        private byte[] content = new byte[0];
        private long charged;

        @Override
        public void write(byte[] bytes, int length, long at) throws IOException {
          synchronized (SmallDisk.this) {
            int start = Math.toIntExact(at);
            content = Arrays.copyOf(content, Math.max(content.length, start + length));
            System.arraycopy(bytes, 0, content, start, length / 2);
            take(length);
            charged += length;
            System.arraycopy(bytes, 0, content, start, length);
          }
        }

        @Override
        public void read(byte[] into, int length, long at) throws IOException {
          synchronized (SmallDisk.this) {
            if (forgets) {
              throw new IOException("Input/output error");
            }
            System.arraycopy(content, Math.toIntExact(at), into, 0, length);
          }
        }

        @Override
        public void discard() {
          synchronized (SmallDisk.this) {
            free += charged;
          }
        }
      };
    }

    private void take(int bytes) throws IOException {
      if (free <= bytes) {
        throw new IOException("No space left on device");
      }
      free -= bytes;
    }

    synchronized void forget() {
      forgets = true;
    }
  }

  private OverflowLog log(int mark, Place place) {
    OverflowLog log = new OverflowLog(new ChunkPool(), mark, 0, place, movers);
    witness.log = log;
    log.observe(witness);
    log.onRoom(witness.room::release);
    return log;
  }

  private Place place() {
    return new Place(directory, 16 << 20, 128 << 10);
  }

  @AfterEach
  void end() {
    movers.close();
  }

  private static void append(Pipe log, int number, int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) number);
    body[0] = (byte) (number >> 8);
    log.append(new Outgoing().set(body), false);
  }

  private static int fill(OverflowLog log, int from, int length) {
    int number = from;
    while (log.hasRoom() || log.hasRoomOnDisk()) {
      append(log, number++, length);
    }
    return number;
  }

  private void expect(OverflowLog log, int number, int length) throws InterruptedException {
    while (!log.hasMessage()) {
      if (log.awaitMessage()) {
        witness.messages.acquire();
      }
    }
    List<byte[]> message = Frames.take(log);
    assertEquals(1, message.size());
    byte[] body = message.get(0);
    assertEquals(length, body.length);
    assertEquals(number & 0xFFFF, (body[0] & 0xFF) << 8 | body[length - 1] & 0xFF);
  }

  private long files() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.count();
    }
  }

  @Test
  void shouldStayInMemoryWhenThereIsRoom() throws IOException {
    OverflowLog log = log(10, place());
    for (int i = 0; i < 10; i++) {
      assertTrue(log.hasRoom());
      append(log, i, BODY);
    }
    assertFalse(log.hasRoom());
    assertFalse(log.isOverflowing());
    assertEquals(10, log.queued());
    assertEquals(0, files());
  }

  @Test
  void shouldMakeNoFileForLessThanARecord() throws Exception {
    OverflowLog log = log(1, place());
    for (int i = 0; i < 50; i++) {
      append(log, i, BODY);
    }
    assertTrue(log.isOverflowing());
    assertEquals(50, log.queued());
    assertEquals(0, files());
    for (int i = 0; i < 50; i++) {
      expect(log, i, BODY);
    }
    witness.ended.acquire();
    assertTrue(log.hasRoom());
    assertFalse(log.isOverflowing());
  }

  @Test
  void shouldHoldInMemoryNoMoreThanTheMarkAndTwoRecords() throws Exception {
    OverflowLog log = log(10, place());
    for (int i = 0; i < 1_000; i++) {
      append(log, i, BODY);
      assertTrue(log.publishedMessages - log.consumed() <= 10);
    }
    long onDisk = 0;
    try (Stream<Path> found = Files.list(directory)) {
      for (Path file : found.toList()) {
        onDisk += Files.size(file);
      }
    }
    assertTrue(onDisk > 990 * BODY - 2 * RECORD, onDisk + " bytes on disk");
    assertEquals(1_000, log.queued());
    assertEquals(1_000 * FRAME, log.queuedBytes());
    assertEquals(1_000 * FRAME, log.publishedBytes());
    for (int i = 0; i < 1_000; i++) {
      expect(log, i, BODY);
      assertEquals((999 - i) * FRAME, log.queuedBytes());
      assertTrue(log.publishedMessages - log.consumed() <= 10);
    }
    witness.ended.acquire();
    assertEquals(0, files());
    assertEquals(0, log.queuedBytes());
  }

  @Test
  void shouldCarryMessagesLongerThanARecordAndASegment() throws Exception {
    OverflowLog log = log(1, place());
    int[] lengths = {1, 700_000, 2_048, 65_534, 65_535, 65_536, 65_537, 131_072, 2_049, 400_000, 3};
    for (int i = 0; i < lengths.length; i++) {
      append(log, i, lengths[i]);
    }
    for (int i = 0; i < lengths.length; i++) {
      expect(log, lengths[i] == 1 ? i >> 8 << 8 | i >> 8 : i, lengths[i]);
    }
    witness.ended.acquire();
    assertEquals(0, files());
  }

  @Test
  void shouldComeBackWhenTheOnlyMessageIsRolledBack() throws Exception {
    OverflowLog log = log(1, place());
    append(log, 0, BODY);
    Outgoing frame = new Outgoing().set(new byte[200_000]);
    log.append(frame, true);
    assertTrue(log.isOverflowing());
    log.rollback();
    witness.ended.acquire();
    expect(log, 0, BODY);
    append(log, 1, BODY);
    assertFalse(log.isOverflowing());
    expect(log, 1, BODY);
    assertEquals(0, log.queued());
  }

  @Test
  void shouldLoseNothingThatWasTakenWhenTheDiskIsFull() throws Exception {
    SmallDisk disk = new SmallDisk(10 * RECORD);
    OverflowLog log = log(10, new Place(directory, 16 << 20, 128 << 10, disk));
    int sent = fill(log, 0, BODY);
    assertTrue(sent > 9 * RECORD / BODY && sent < 12 * RECORD / BODY, sent + " messages");
    assertEquals(1, witness.failures().size());
    assertTrue(witness.failures().get(0).contains("No space left on device"));
    assertEquals(sent, log.queued());
    witness.room.drainPermits();
    for (int i = 0; i < sent; i++) {
      expect(log, i, BODY);
    }
    witness.room.acquire(); // the sender that waited is told
    int more = fill(log, sent, BODY);
    assertTrue(more > sent + 9 * RECORD / BODY, "the disk is used again: " + (more - sent));
    for (int i = sent; i < more; i++) {
      expect(log, i, BODY);
    }
    assertEquals(0, log.queued());
    assertEquals(0, witness.lost());
  }

  /** Whoever is told that messages have come back flushes, and so runs hooks of applications. */
  @Test
  void shouldLoseNothingWhenAMoverIsInterruptedByWhatItTells() throws Exception {
    OverflowLog log = log(10, place());
    int count = 0;
    for (; count < 500; count++) {
      append(log, count, BODY);
    }
    CountDownLatch left = new CountDownLatch(count);
    Object reader = new Object();
    Runnable readAll =
        () -> {
          synchronized (reader) {
            while (log.hasMessage()) {
              Frames.take(log);
              left.countDown();
            }
          }
        };
    witness.onMoved =
        () -> {
          Thread.currentThread().interrupt();
          readAll.run(); // so that it goes on at once
        };
    readAll.run();
    witness.ended.acquire();
    readAll.run();
    assertEquals(List.of(), witness.failures());
    assertEquals(0, left.getCount(), "messages that never came");
  }

  @Test
  void shouldTellTheSenderWhenAFileIsReadAndNotOnlyWhenAllAre() throws Exception {
    OverflowLog log = log(1, new Place(directory, 512 << 10, 128 << 10));
    int sent = fill(log, 0, BODY);
    assertTrue(sent > 512, sent + " messages");
    witness.room.drainPermits();
    for (int i = 0; i < 300; i++) {
      expect(log, i, BODY);
    }
    witness.room.acquire();
    assertTrue(log.isOverflowing());
    assertTrue(log.hasRoomOnDisk());
  }

  @Test
  void shouldAskTheDiskAgainWhenItWasFull() throws Exception {
    SmallDisk disk = new SmallDisk(2 * RECORD);
    OverflowLog log = log(1, new Place(directory, 16 << 20, 128 << 10, disk));
    int sent = fill(log, 0, BODY);
    synchronized (disk) {
      disk.free += 4 * RECORD;
    }
    witness.room.drainPermits();
    witness.room.acquire(); // nothing was read, but it is worth asking again
    int more = fill(log, sent, BODY);
    assertTrue(more > sent + 3 * RECORD / BODY, (more - sent) + " more messages");
    for (int i = 0; i < more; i++) {
      expect(log, i, BODY);
    }
  }

  @Test
  void shouldCountWhatIsLostWhenTheDiskCannotBeRead() throws Exception {
    SmallDisk disk = new SmallDisk(Long.MAX_VALUE);
    OverflowLog log = log(1, new Place(directory, 16 << 20, 128 << 10, disk));
    for (int i = 0; i < 1_000; i++) {
      append(log, i, BODY);
    }
    disk.forget();
    expect(log, 0, BODY);
    int next = 0;
    List<byte[]> message = List.of();
    while (message.isEmpty() || log.queued() > 0) {
      while (!log.hasMessage()) {
        if (log.awaitMessage()) {
          witness.messages.acquire();
        }
      }
      message = Frames.take(log);
      next++;
    }
    assertEquals(999 - next, witness.lost());
    assertEquals(witness.lost(), log.unreadable());
    assertEquals(witness.lost() * FRAME, log.unreadableBytes());
    assertEquals(1_000 * FRAME, log.publishedBytes());
    assertEquals(0, log.queuedBytes());
    assertTrue(next > 0 && next < RECORD / BODY * 2, next + " that were in memory came");
    byte[] last = message.get(0);
    assertEquals(999, (last[0] & 0xFF) << 8 | last[1] & 0xFF);
  }

  @Test
  void shouldDropALongMessageAsAWholeWhenAPartOfItIsDamaged() throws Exception {
    OverflowLog log = log(1, place());
    for (int i = 0; i < 100; i++) {
      append(log, i, BODY);
    }
    append(log, 100, 5 * RECORD);
    for (int i = 101; i < 400; i++) {
      append(log, i, BODY);
    }
    try (Stream<Path> found = Files.list(directory)) {
      Path longest = found.max(Comparator.comparing(file -> file.toFile().length())).get();
      try (RandomAccessFile file = new RandomAccessFile(longest.toFile(), "rw")) {
        file.seek(file.length() - 2 * RECORD);
        file.write(new byte[RECORD / 2]);
      }
    }
    int last = -1;
    int count = 0;
    while (last < 399) {
      while (!log.hasMessage()) {
        if (log.awaitMessage()) {
          witness.messages.acquire();
        }
      }
      byte[] body = Frames.take(log).get(0);
      assertEquals(BODY, body.length, "a message that lost a part");
      int number = (body[0] & 0xFF) << 8 | body[BODY - 1] & 0xFF;
      assertTrue(number > last && number != 100, number + " after " + last);
      last = number;
      count++;
    }
    assertEquals(400 - count, witness.lost());
    assertTrue(witness.lost() >= 1 && witness.lost() < 200, witness.lost() + " lost");
    assertEquals(0, log.queued());
    witness.ended.acquire();
    assertEquals(0, log.queuedBytes());
  }

  @Test
  void shouldPassOverTheRestOfAMessageWhoseBeginningCannotBeRead() throws Exception {
    SmallDisk disk = new SmallDisk(3 * RECORD);
    OverflowLog log = log(1, new Place(directory, 16 << 20, 128 << 10, disk));
    append(log, 0, BODY);
    append(log, 1, 6 * RECORD);
    append(log, 2, BODY);
    disk.forget();
    expect(log, 0, BODY);
    expect(log, 2, BODY);
    assertEquals(1, witness.lost());
    witness.ended.acquire();
    assertEquals(0, log.queuedBytes());
  }

  @Test
  void shouldGiveTheFilesUpWhenNobodyReadsAnyMore() throws Exception {
    OverflowLog log = log(1, place());
    for (int i = 0; i < 1_000; i++) {
      append(log, i, BODY);
    }
    assertTrue(files() > 5);
    log.end();
    witness.ended.acquire();
    assertEquals(0, files());
    append(log, 1_000, BODY);
    assertFalse(log.isOverflowing());
    assertFalse(log.hasRoomOnDisk());
    assertEquals(1_001, log.published());
    assertEquals(1_001, new Outlet(log).unwritten());
    assertEquals(1_001 * FRAME, log.publishedBytes());
  }

  @Test
  void shouldCountAMessageWhoseBeginningWasGivenUp() throws Exception {
    OverflowLog log = log(1, place());
    append(log, 0, BODY);
    Outgoing frame = new Outgoing();
    log.append(frame.set(new byte[BODY]), true);
    log.append(frame.set(new byte[BODY]), true);
    log.end();
    witness.ended.acquire();
    log.append(frame.set(new byte[BODY]), true);
    log.append(frame.set(new byte[BODY]), false);
    assertEquals(2, log.published());
    assertEquals(5 * FRAME, log.publishedBytes());
    assertEquals(2, new Outlet(log).unwritten());
    log.append(frame.set(new byte[BODY]), true);
    log.rollback();
    append(log, 1, BODY);
    assertEquals(3, log.published());
  }

  @Test
  void shouldCountNothingOfAMessageThatIsDroppedAfterItsBeginningWasGivenUp() throws Exception {
    OverflowLog log = log(1, place());
    append(log, 0, BODY);
    log.append(new Outgoing().set(new byte[BODY]), true);
    log.end();
    witness.ended.acquire();
    log.rollback();
    assertEquals(1, log.published());
    append(log, 1, BODY);
    assertEquals(2, log.published());
    assertEquals(2 * FRAME, log.publishedBytes());
  }

  @Test
  void shouldCountWithoutWaitingWhenTheDiskHangs() throws Exception {
    // One record may be taken before it is full, and another one has to be written.
    int count = 4 * RECORD / BODY;
    HangingDisk disk = new HangingDisk();
    OverflowLog log = log(1, new Place(directory, 16 << 20, 128 << 10, disk));
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                append(log, i, BODY);
              }
            });
    sender.start();
    disk.hangs.await();
    Outlet outlet = new Outlet(log);
    FutureTask<Long> driver =
        new FutureTask<>(
            () -> {
              outlet.rewind();
              log.end();
              assertEquals(log.published() * FRAME, log.publishedBytes());
              assertEquals(log.published(), log.queued());
              return outlet.unwritten();
            });
    Thread thread = new Thread(driver);
    thread.setDaemon(true);
    thread.start();
    long left = driver.get();
    assertTrue(left > RECORD / BODY / 2 && left < count, left + " messages");
    assertTrue(log.isOverflowing(), "nobody can have given up what the sender holds");
    disk.goesOn.countDown();
    sender.join();
    witness.ended.acquire();
    assertEquals(count, outlet.unwritten());
  }

  @Test
  void shouldKnowWhatALostConnectionLeavesInMemoryAndOnDisk() throws Exception {
    OverflowLog log = log(20, place());
    for (int i = 0; i < 1_000; i++) {
      append(log, i, BODY);
    }
    Outlet outlet = new Outlet(log);
    long written = 0;
    for (int lives = 0; log.queued() > 0; lives++) {
      Sink sink = new Sink(3 * FRAME + lives);
      while (outlet.write(sink) == Egress.Flow.MORE) {}
      outlet.rewind();
      written += sink.taken().length / FRAME;
      assertEquals(1_000 - written, outlet.unwritten());
    }
    witness.ended.acquire();
    assertEquals(1_000, written);
  }
}
