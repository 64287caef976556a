package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.DropReason;
import io.cero.Message;
import io.cero.OptionException;
import io.cero.OverflowOptions;
import io.cero.PeerStatistics;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RouterSocket;
import io.cero.SendStatistics;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SubSocket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets whose queues go on on disk past their marks. */
class OverflowTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MARK = 10;
  private static final int BODY = 1_000;

  /** Bytes of a frame of such a body. */
  private static final int FRAME = BODY + 9;

  private static final int MESSAGES = 3_000;

  @TempDir private Path scratch;
  private Path directory;
  private String endpoint;
  private OverflowOptions overflow;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(scratch.resolve("overflow"));
    endpoint = "ipc://" + scratch.resolve("socket");
    overflow = OverflowOptions.in(directory).withSegmentBytes(256 << 10);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.sorted().toList();
    }
  }

  private static byte[] body(int number) {
    byte[] body = new byte[BODY];
    body[0] = (byte) (number >> 16);
    body[1] = (byte) (number >> 8);
    body[2] = (byte) number;
    body[BODY - 1] = (byte) number;
    return body;
  }

  private static int number(byte[] body) {
    assertEquals(BODY, body.length);
    int number = (body[0] & 0xFF) << 16 | (body[1] & 0xFF) << 8 | body[2] & 0xFF;
    assertEquals((byte) number, body[BODY - 1]);
    return number;
  }

  private static int next(PullSocket pull) {
    Optional<Message> message = pull.receive(LONG);
    assertTrue(message.isPresent(), "nothing more came");
    return number(message.get().first().toByteArray());
  }

  private static void expect(PullSocket pull, int from, int to) {
    for (int i = from; i < to; i++) {
      assertEquals(i, next(pull));
    }
  }

  private PushSocket push(Context context) {
    return context.push(o -> o.highWaterMark(MARK).linger(LONG).overflow(overflow));
  }

  /** Waits until what was sent is as it should be. */
  private static SendStatistics await(PushSocket push, Predicate<SendStatistics> wanted) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (true) {
      SendStatistics now = push.statistics().sent();
      if (wanted.test(now)) {
        return now;
      }
      assertTrue(System.nanoTime() - deadline < 0, now::toString);
      Thread.onSpinWait();
    }
  }

  private static void send(PushSocket push, int from, int to) {
    for (int i = from; i < to; i++) {
      assertTrue(push.trySend(body(i)), "message " + i + " found no room");
    }
  }

  @Test
  void shouldLoseNothingWhileThePeerIsDown() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      assertTrue(files().size() > 3, () -> "segments and a lock");
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      expect(pull, 0, MESSAGES);
      send(push, 0, MESSAGES);
      expect(pull, 0, MESSAGES);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldCountTheBytesOnDiskAsQueued() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      SendStatistics waiting = push.statistics().sent();
      assertEquals(MESSAGES, waiting.queued());
      assertEquals((long) MESSAGES * FRAME, waiting.queuedBytes());
      assertEquals((long) MESSAGES * FRAME, waiting.acceptedBytes());
      push.linger(Duration.ZERO);
      push.close();
      SendStatistics over = await(push, s -> s.dropped(DropReason.LINGER_ENDED) == MESSAGES);
      assertEquals(0, over.queuedBytes());
      assertEquals((long) MESSAGES * FRAME, over.acceptedBytes());
    }
  }

  @Test
  void shouldTakeTurnsWhenNobodyHasRoomInMemory() {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      for (int i = 0; i < 3; i++) {
        push.connect(endpoint + i);
      }
      send(push, 0, MESSAGES);
      for (PeerStatistics peer : push.statistics().peers()) {
        assertEquals(MESSAGES / 3, peer.sent().queued());
      }
      push.linger(Duration.ZERO);
    }
  }

  @Test
  void shouldKeepTheQueueWhenThePeerIsReplaced() throws IOException {
    try (Context context = Context.create();
        Context there = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      PullSocket first = there.pull(o -> o.receiveHighWaterMark(1));
      first.bind(endpoint);
      send(push, 0, 1);
      assertEquals(0, next(first));
      send(push, 1, MESSAGES);
      assertEquals(1, next(first));
      first.close();
      PullSocket second = there.pull(o -> o.receiveHighWaterMark(MARK));
      second.bind(endpoint);
      int last = -1;
      while (last < MESSAGES - 1) {
        int number = next(second);
        assertTrue(last < 0 || number == last + 1, number + " after " + last);
        last = number;
      }
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldDeliverWhatIsOnDiskWhenTheSocketIsClosed() throws IOException {
    try (Context context = Context.create();
        Context there = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      push.close();
      PullSocket pull = there.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      expect(pull, 0, MESSAGES);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldCountAndDeleteWhatIsOnDiskWhenTheLingerEnds() throws IOException {
    SocketMonitor monitor;
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      monitor = push.monitor();
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      push.linger(Duration.ZERO);
    }
    assertEquals(List.of(), files());
    assertEquals(MESSAGES, dropped(monitor, DropReason.LINGER_ENDED));
  }

  /** Adds up the drops of a kind until the monitoring ends, or until there are so many. */
  private static long dropped(SocketMonitor monitor, DropReason reason) {
    long sum = 0;
    while (true) {
      Optional<SocketEvent> event = monitor.poll();
      if (event.isEmpty()) {
        return sum;
      }
      if (event.get() instanceof SocketEvent.Dropped drop) {
        assertEquals(reason, drop.reason());
        sum += drop.count();
      }
    }
  }

  @Test
  void shouldDropNoPublicationForASubscriberThatIsSlow() throws IOException {
    try (Context context = Context.create()) {
      PubSocket pub = context.pub(o -> o.highWaterMark(MARK).overflow(overflow));
      SocketMonitor monitor = pub.monitor();
      SubSocket slow = context.sub(o -> o.receiveHighWaterMark(MARK));
      SubSocket other = context.sub(o -> o.receiveHighWaterMark(MARK));
      for (SubSocket each : List.of(slow, other)) {
        each.subscribe("");
      }
      String bound = pub.bind("tcp://127.0.0.1:*");
      slow.connect(bound);
      other.connect(bound);
      awaitSubscribed(pub, slow);
      awaitSubscribed(pub, other);
      for (int i = 0; i < MESSAGES; i++) {
        pub.send(body(i));
      }
      for (SubSocket each : List.of(other, slow)) {
        for (int i = 0; i < MESSAGES; ) {
          byte[] received = each.receive(LONG).orElseThrow().first().toByteArray();
          if (received.length == BODY) {
            assertEquals(i++, number(received));
          }
        }
      }
      assertEquals(0, dropped(monitor, DropReason.HIGH_WATER_MARK));
    }
    assertEquals(List.of(), files());
  }

  private static void awaitSubscribed(PubSocket pub, SubSocket sub) {
    do {
      pub.send(new byte[1]);
    } while (sub.receive(Duration.ofMillis(10)).isEmpty());
  }

  @Test
  void shouldDropNoAnswerOfARouterAndKeepADealersRequests() throws IOException {
    try (Context context = Context.create()) {
      RouterSocket router = context.router(o -> o.highWaterMark(MARK).overflow(overflow));
      DealerSocket dealer = context.dealer(o -> o.highWaterMark(MARK).overflow(overflow));
      router.bind(endpoint);
      dealer.connect(endpoint);
      for (int i = 0; i < MESSAGES; i++) {
        assertTrue(dealer.trySend(body(i)));
      }
      for (int i = 0; i < MESSAGES; i++) {
        Message request = router.receive(LONG).orElseThrow();
        assertEquals(i, number(request.last().toByteArray()));
        router.send(request);
      }
      for (int i = 0; i < MESSAGES; i++) {
        assertEquals(i, number(dealer.receive(LONG).orElseThrow().first().toByteArray()));
      }
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldPreferAPeerThatHasRoomInMemory() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      PullSocket pull = context.pull();
      push.connect(pull.bind("tcp://127.0.0.1:*"));
      send(push, 0, 2);
      next(pull); // it is connected from here on
      for (int i = 2; i < 50 * MARK; i++) {
        send(push, i, i + 1);
        if (i > 2 * MARK) {
          next(pull); // the other one has taken what its memory holds
        }
      }
      assertEquals(List.of(), files());
      push.linger(Duration.ZERO);
    }
  }

  @Test
  void shouldBeAtTheMarkWhenTheDiskHoldsAllItMay() throws IOException {
    overflow = overflow.withMaximumBytes(512 << 10);
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      int sent = 0;
      while (push.trySend(body(sent))) {
        sent++;
      }
      int most = (512 + 3 * 64) << 10;
      assertTrue(sent > 512 && sent < MARK + most / BODY + 1, sent + " messages");
      long onDisk = 0;
      for (Path file : files()) {
        onDisk += Files.size(file);
      }
      assertTrue(onDisk > 448 << 10 && onDisk <= most, onDisk + " bytes on disk");
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      assertEquals(0, next(pull));
      push.sendTimeout(LONG);
      int blocked = sent;
      Thread sender =
          new Thread(
              () -> {
                for (int i = blocked; i < MESSAGES; i++) {
                  push.send(body(i));
                }
              });
      sender.start();
      expect(pull, 1, MESSAGES);
      join(sender);
    }
    assertEquals(List.of(), files());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldWriteOnWhenTheSenderIsInterrupted() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      push.connect(endpoint);
      Thread.currentThread().interrupt();
      send(push, 0, MESSAGES);
      assertTrue(Thread.interrupted(), "the interrupt was swallowed");
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      expect(pull, 0, MESSAGES);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldTellWhatIsLostWhenAFileIsDamaged() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      SocketMonitor monitor = push.monitor();
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      Path second =
          files().stream().filter(file -> file.toString().endsWith("-2.overflow")).findAny().get();
      try (RandomAccessFile file = new RandomAccessFile(second.toFile(), "rw")) {
        file.seek(file.length() / 2);
        int old = file.read();
        file.seek(file.length() / 2);
        file.write(old + 1);
      }
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      List<Integer> missing = new ArrayList<>();
      for (int i = 0; i < MESSAGES; ) {
        int number = next(pull);
        for (; i < number; i++) {
          missing.add(i);
        }
        assertEquals(i++, number);
      }
      int least = 120_000 / BODY;
      int most = 200_000 / BODY;
      assertTrue(missing.size() > least && missing.size() < most, missing.size() + " are missing");
      assertEquals(missing.get(0) + missing.size() - 1, missing.get(missing.size() - 1));
      assertEquals(missing.size(), dropped(monitor, DropReason.UNREADABLE));
      SendStatistics sent = await(push, s -> s.queued() == 0);
      assertEquals(missing.size(), sent.dropped(DropReason.UNREADABLE));
      assertEquals((long) MESSAGES * FRAME, sent.acceptedBytes());
      assertEquals(0, sent.queuedBytes());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void shouldDeliverWhatIsThereAndBeAtTheMarkWhenTheDirectoryIsRemoved() throws IOException {
    try (Context context = Context.create()) {
      PushSocket push = push(context);
      SocketMonitor monitor = push.monitor();
      push.connect(endpoint);
      send(push, 0, MESSAGES);
      for (Path file : files()) {
        Files.delete(file);
      }
      Files.delete(directory);
      int sent = MESSAGES;
      while (push.trySend(body(sent))) {
        sent++;
      }
      assertTrue(sent < MESSAGES + 600, "more than fits behind what is open: " + sent);
      String text = failure(monitor);
      assertTrue(text.contains("overflow"), text);
      PullSocket pull = context.pull(o -> o.receiveHighWaterMark(MARK));
      pull.bind(endpoint);
      expect(pull, 0, sent);
      Files.createDirectory(directory);
      send(push, 0, MARK);
      expect(pull, 0, MARK);
    }
    assertEquals(List.of(), files());
  }

  private static String failure(SocketMonitor monitor) {
    while (true) {
      SocketEvent event = monitor.next(LONG).orElseThrow();
      if (event instanceof SocketEvent.OverflowFailed failed) {
        return failed.text();
      }
    }
  }

  @Test
  void shouldRefuseADirectoryThatIsNotThere() {
    try (Context context = Context.create()) {
      OverflowOptions nowhere = OverflowOptions.in(scratch.resolve("nowhere"));
      OptionException refused =
          assertThrows(OptionException.class, () -> context.push(o -> o.overflow(nowhere)));
      assertEquals("overflow", refused.option());
      assertFalse(Files.exists(scratch.resolve("nowhere")));
    }
  }

  @Test
  void shouldRefuseToOverflowWhatIsConflated() {
    try (Context context = Context.create()) {
      OptionException refused =
          assertThrows(
              OptionException.class, () -> context.push(o -> o.conflate(true).overflow(overflow)));
      assertEquals("overflow", refused.option());
    }
  }

  @Test
  void shouldRefuseBoundsThatCannotHold() {
    assertThrows(OptionException.class, () -> overflow.withSegmentBytes(1));
    assertThrows(OptionException.class, () -> overflow.withMaximumBytes(1));
  }
}
