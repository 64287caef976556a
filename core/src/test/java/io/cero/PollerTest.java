package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Context context;
  private Poller poller;

  @BeforeEach
  void makePoller() {
    context = Context.create();
    poller = context.poller();
  }

  @AfterEach
  void closeAll() {
    poller.close();
    context.close();
  }

  private static CompletableFuture<Throwable> inThread(Executable body, Thread[] runner) {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    runner[0] =
        new Thread(
            () -> {
              try {
                body.execute();
                outcome.complete(null);
              } catch (Throwable e) {
                outcome.complete(e);
              }
            });
    runner[0].start();
    return outcome;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() == Thread.State.RUNNABLE && !isSelecting(thread)
        || thread.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
  }

  private static boolean isSelecting(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getMethodName().equals("epollWait")
          || frame.getMethodName().equals("wait0")
          || frame.getMethodName().equals("wait")) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc://poller", "tcp://127.0.0.1:*"})
  void shouldReportTheSocketThatHasAMessageWhenOthersHaveNone(String endpoint) {
    PullSocket quiet = context.pull();
    quiet.bind(endpoint);
    PullSocket pull = context.pull();
    String bound = pull.bind(endpoint.replace("poller", "other"));
    PollItem quietItem = poller.register(quiet, Interest.READ);
    PollItem item = poller.register(pull, Interest.READ);
    PushSocket push = context.push();
    push.connect(bound);
    push.send("one");

    List<PollItem> ready = poller.poll(LONG);

    assertEquals(List.of(item), ready);
    assertTrue(item.isReadable());
    assertFalse(item.isWritable());
    assertFalse(quietItem.isReadable());
    assertEquals("one", pull.receiveText());
    assertTrue(poller.poll(Duration.ZERO).isEmpty());
    assertFalse(item.isReadable());
  }

  @Test
  void shouldReportAgainWhenWhatIsReadyWasNotUsed() {
    PullSocket pull = context.pull();
    pull.bind("inproc://again");
    PollItem item = poller.register(pull, Interest.READ);
    PushSocket push = context.push();
    push.connect("inproc://again");
    push.send("one");
    push.send("two");

    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(item), poller.poll());
    }
    pull.receive();
    assertEquals(List.of(item), poller.poll());
    pull.receive();
    assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
  }

  @Test
  void shouldReportRoomWhenAPeerMakesSome() {
    PushSocket push = context.push(o -> o.sendHighWaterMark(1));
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(1));
    push.bind("inproc://room");
    PollItem item = poller.register(push, Interest.WRITE);
    assertTrue(poller.poll(Duration.ZERO).isEmpty());
    pull.connect("inproc://room");
    int sent = 0;
    while (!poller.poll(Duration.ZERO).isEmpty()) {
      assertTrue(item.isWritable());
      push.send("x");
      sent++;
    }
    assertTrue(sent > 0);
    for (int i = 0; i < sent; i++) {
      pull.receive();
    }
    assertEquals(List.of(item), poller.poll(LONG));
  }

  @Test
  void shouldSeeWhatAUseOfTheSocketMadePossible() {
    ReqSocket req = context.req();
    RepSocket rep = context.rep();
    rep.bind("inproc://use");
    req.connect("inproc://use");
    PollItem sending = poller.register(req, Interest.WRITE);
    assertEquals(List.of(sending), poller.poll());
    req.send("request");
    assertTrue(poller.poll(Duration.ZERO).isEmpty());
    assertEquals("request", rep.receiveText());
    rep.send("reply");
    assertTrue(poller.poll(Duration.ZERO).isEmpty(), "the reply has to be received first");
    assertEquals("reply", req.receiveText());

    assertEquals(List.of(sending), poller.poll(LONG));
  }

  @Test
  void shouldLetASocketWaitByItselfWhenItIsRegistered() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("inproc://self");
    PollItem item = poller.register(pull, Interest.READ);
    assertTrue(poller.poll(Duration.ZERO).isEmpty());
    Thread[] receiver = new Thread[1];
    CompletableFuture<Throwable> outcome =
        inThread(() -> assertEquals("one", pull.receiveText()), receiver);
    awaitWaiting(receiver[0]);
    PushSocket push = context.push();
    push.connect("inproc://self");
    push.send("one");
    assertEquals(null, outcome.get());
    push.send("two");
    assertEquals(List.of(item), poller.poll(LONG));
    assertEquals("two", pull.receiveText());
  }

  @Test
  void shouldEndWithClosedWhenARegisteredSocketIsClosedWhilePolling() throws Exception {
    PullSocket bystander = context.pull();
    bystander.bind("tcp://127.0.0.1:*");
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    poller.register(bystander, Interest.READ);
    poller.register(pull, Interest.READ);
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome = inThread(poller::poll, polling);
    awaitWaiting(polling[0]);

    pull.close();

    assertSame(ClosedException.class, outcome.get().getClass());
    assertThrows(ClosedException.class, () -> poller.poll(Duration.ZERO));
    poller.unregister(pull);
    assertTrue(poller.poll(Duration.ZERO).isEmpty());
  }

  @Test
  void shouldEndWithClosedWhenTheContextIsClosedWhilePolling() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    poller.register(pull, Interest.READ);
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome = inThread(poller::poll, polling);
    awaitWaiting(polling[0]);

    context.close();

    assertSame(ClosedException.class, outcome.get().getClass());
  }

  @Test
  void shouldEndWithClosedWhenThePollerIsClosedWhilePolling() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    PollItem item = poller.register(pull, Interest.READ);
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome = inThread(poller::poll, polling);
    awaitWaiting(polling[0]);

    poller.close();

    assertSame(ClosedException.class, outcome.get().getClass());
    assertFalse(item.isRegistered());
    assertFalse(pull.isClosed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc://wake", "tcp://127.0.0.1:*"})
  void shouldEndWithNothingReadyWhenAnotherThreadWakesIt(String endpoint) throws Exception {
    PullSocket pull = context.pull();
    pull.bind(endpoint);
    poller.register(pull, Interest.READ);
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome =
        inThread(() -> assertTrue(poller.poll().isEmpty()), polling);
    awaitWaiting(polling[0]);

    poller.wake();

    assertNull(outcome.get());
    assertTrue(poller.poll(Duration.ofNanos(1)).isEmpty());
  }

  @Test
  void shouldEndTheNextPollOnceWhenItWasWokenBefore() {
    PullSocket pull = context.pull();
    pull.bind("inproc://before");
    PollItem item = poller.register(pull, Interest.READ);
    PushSocket push = context.push();
    push.connect("inproc://before");

    poller.wake();
    poller.wake();
    assertTrue(poller.poll().isEmpty()); // it would wait for ever
    push.send("one");
    poller.wake();
    assertEquals(List.of(item), poller.poll());
    pull.receive();
    new Thread(() -> push.send("two")).start();
    assertEquals(List.of(item), poller.poll());
  }

  @Test
  void shouldLoseNoWakeWhenTwoPollersWakeOneAnother() throws Exception {
    int rounds = 20_000;
    AtomicInteger turns = new AtomicInteger();
    try (Poller other = context.poller()) {
      Thread[] runner = new Thread[1];
      CompletableFuture<Throwable> outcome =
          inThread(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  while (turns.get() <= 2 * i) {
                    other.pollUntil(System.nanoTime() + LONG.toNanos());
                  }
                  turns.incrementAndGet();
                  poller.wake();
                }
              },
              runner);
      for (int i = 0; i < rounds; i++) {
        turns.incrementAndGet();
        other.wake();
        while (turns.get() <= 2 * i + 1) {
          poller.pollUntil(System.nanoTime() + LONG.toNanos());
        }
      }
      assertNull(outcome.get());
      assertEquals(2 * rounds, turns.get());
    }
  }

  @Test
  void shouldDoNothingWhenAClosedPollerIsWoken() {
    poller.close();
    poller.wake();
    assertThrows(ClosedException.class, () -> poller.pollUntil(System.nanoTime()));
  }

  @Test
  void shouldWaitUntilADeadline() {
    PullSocket pull = context.pull();
    pull.bind("inproc://deadline");
    PollItem item = poller.register(pull, Interest.READ);
    long deadline = System.nanoTime() + 1_000_000;
    assertTrue(poller.pollUntil(deadline).isEmpty());
    assertTrue(System.nanoTime() - deadline >= 0);
    PushSocket push = context.push();
    push.connect("inproc://deadline");
    push.send("one");
    assertEquals(List.of(item), poller.pollUntil(deadline)); // which has passed: it looks
    assertEquals(List.of(item), poller.pollUntil(System.nanoTime() + LONG.toNanos()));
  }

  @Test
  void shouldKeepWhatIsAttachedToAnItem() {
    PollItem item = poller.register(context.pull(), Interest.READ);
    assertNull(item.attachment());
    item.attach("this");
    assertEquals("this", item.attachment());
    item.unregister();
    assertEquals("this", item.attachment());
    item.attach(null);
    assertNull(item.attachment());
  }

  @Test
  void shouldEndWithClosedWhenThePollerIsClosedByAnotherThreadAtAnyPoint() throws Exception {
    PullSocket pull = context.pull();
    for (int i = 0; i < 200; i++) {
      Poller looking = context.poller();
      looking.register(pull, Interest.READ);
      Thread[] runner = new Thread[1];
      CountDownLatch begun = new CountDownLatch(1);
      CompletableFuture<Throwable> outcome =
          inThread(
              () -> {
                while (true) {
                  looking.poll(Duration.ZERO);
                  begun.countDown();
                }
              },
              runner);
      begun.await();

      looking.close();

      Throwable ended = outcome.get();
      assertTrue(ended instanceof ClosedException, () -> String.valueOf(ended));
    }
  }

  @Test
  void shouldEndWithInterruptedWhenItsThreadIsInterrupted() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    poller.register(pull, Interest.READ);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome =
        inThread(
            () -> {
              try {
                poller.poll();
              } finally {
                flag.complete(Thread.currentThread().isInterrupted());
              }
            },
            polling);
    awaitWaiting(polling[0]);

    polling[0].interrupt();

    assertSame(InterruptedOperationException.class, outcome.get().getClass());
    assertTrue(flag.get());
  }

  @Test
  void shouldRefuseASecondThreadWhenOneIsPolling() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("inproc://second");
    poller.register(pull, Interest.READ);
    Thread[] polling = new Thread[1];
    CompletableFuture<Throwable> outcome = inThread(poller::poll, polling);
    awaitWaiting(polling[0]);

    assertThrows(ConcurrentUseException.class, () -> poller.poll(Duration.ZERO));

    polling[0].interrupt();
    outcome.get();
  }

  @Test
  void shouldRefuseWhatCannotBeRegistered() throws Exception {
    PullSocket pull = context.pull();
    assertThrows(IllegalArgumentException.class, () -> poller.register(pull, Interest.WRITE));
    poller.register(pull, Interest.READ);
    assertThrows(IllegalArgumentException.class, () -> poller.register(pull, Interest.READ));
    PushSocket closed = context.push();
    closed.close();
    assertThrows(ClosedException.class, () -> poller.register(closed, Interest.WRITE));
    Pipe pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink()) {
      assertThrows(
          IllegalBlockingModeException.class, () -> poller.register(source, Interest.READ));
      assertThrows(IllegalArgumentException.class, () -> poller.register(source, Interest.WRITE));
      assertThrows(
          IllegalArgumentException.class, () -> poller.register(sink, SelectionKey.OP_READ));
    }
  }

  @Test
  void shouldRefuseToWaitForEverWhenNothingIsRegistered() {
    assertThrows(IllegalStateException.class, () -> poller.poll());
    assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
  }

  @Test
  void shouldNotReportWhenTheItemIsPaused() {
    PullSocket pull = context.pull();
    pull.bind("inproc://paused");
    PollItem item = poller.register(pull);
    PushSocket push = context.push();
    push.connect("inproc://paused");
    push.send("one");
    assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
    item.interest(Interest.READ);
    assertEquals(List.of(item), poller.poll());
    item.interest();
    assertFalse(item.isReadable());
    assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
  }

  @Test
  void shouldReportAChannelAsLongAsItIsReadable() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      PollItem item = poller.register(source, Interest.READ);
      assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
      sink.write(ByteBuffer.wrap(new byte[] {1, 2}));
      assertEquals(List.of(item), poller.poll(LONG));
      assertEquals(List.of(item), poller.poll(LONG));
      assertEquals(SelectionKey.OP_READ, item.readyOperations());
      source.read(ByteBuffer.allocate(10));
      assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
      item.unregister();
      source.configureBlocking(true);
      source.configureBlocking(false);
      PollItem again = poller.register(source, Interest.READ);
      sink.write(ByteBuffer.wrap(new byte[] {1, 2}));
      assertEquals(List.of(again), poller.poll(LONG));
    }
  }

  @Test
  void shouldReportSocketsOfEveryTransportAndChannelsTogether() throws Exception {
    try (Context other = Context.create(o -> o.ioThreads(2));
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
      List<PullSocket> pulls = new ArrayList<>();
      List<PushSocket> pushes = new ArrayList<>();
      Set<PollItem> expected = new HashSet<>();
      for (Context each : List.of(context, other, other)) {
        for (String endpoint : List.of("tcp://127.0.0.1:*", "inproc://mixed" + pulls.size())) {
          PullSocket pull = each.pull();
          pulls.add(pull);
          PushSocket push = each.push();
          pushes.add(push);
          push.connect(pull.bind(endpoint));
          expected.add(poller.register(pull, Interest.READ));
        }
      }
      PollItem accepting = poller.register(server, SelectionKey.OP_ACCEPT);
      assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
      pushes.forEach(push -> push.send("hello"));
      SocketChannel client = SocketChannel.open(server.getLocalAddress());
      Set<PollItem> found = new HashSet<>();
      while (found.size() < 7) {
        for (PollItem item : poller.poll(LONG)) {
          found.add(item);
          if (item == accepting) {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
              accepted.close();
            }
          } else if (item.socket() instanceof PullSocket pull) {
            assertEquals("hello", pull.receiveText());
          }
        }
      }
      client.close();
      expected.add(accepting);
      assertEquals(expected, found);
      assertTrue(poller.poll(Duration.ZERO).isEmpty());
    }
  }

  @Test
  void shouldLeaveAChannelOpenWhenTheContextIsClosed() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      poller.register(source, Interest.READ);
      assertTrue(poller.poll(Duration.ofMillis(1)).isEmpty());
      context.close();
      assertTrue(source.isOpen());
      assertThrows(ClosedException.class, () -> poller.poll(Duration.ZERO));
      assertTrue(sink.isOpen());
    }
  }

  @Test
  void shouldExchangeManyMessagesWhenBothEndsPoll() throws Exception {
    int rounds = 5_000;
    PairSocket here = context.pair();
    PairSocket there = context.pair();
    there.connect(here.bind("tcp://127.0.0.1:*"));
    Thread[] echo = new Thread[1];
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Throwable> outcome =
        inThread(
            () -> {
              try (Poller theirs = context.poller()) {
                theirs.register(there, Interest.READ);
                started.countDown();
                for (int i = 0; i < rounds; i++) {
                  assertEquals(1, theirs.poll(LONG).size());
                  there.send(there.receive());
                }
              }
            },
            echo);
    started.await();
    poller.register(here, Interest.READ);
    for (int i = 0; i < rounds; i++) {
      here.send("message " + i);
      assertEquals(1, poller.poll(LONG).size());
      assertEquals("message " + i, here.receiveText());
    }
    assertEquals(null, outcome.get());
  }

  @Test
  void shouldLoseNothingWhenManySendersSignalAtOnce() throws Exception {
    int sockets = 200;
    int each = 50;
    List<PullSocket> pulls = new ArrayList<>();
    for (int i = 0; i < sockets; i++) {
      PullSocket pull = context.pull();
      pull.bind("inproc://many" + i);
      poller.register(pull, Interest.READ);
      pulls.add(pull);
    }
    List<CompletableFuture<Throwable>> senders = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      int first = s;
      senders.add(
          inThread(
              () -> {
                List<PushSocket> pushes = new ArrayList<>();
                for (int i = first; i < sockets; i += 2) {
                  PushSocket push = context.push();
                  push.connect("inproc://many" + i);
                  pushes.add(push);
                }
                for (int n = 0; n < each; n++) {
                  pushes.forEach(push -> push.send("x"));
                }
              },
              new Thread[1]));
    }
    int received = 0;
    while (received < sockets * each) {
      List<PollItem> ready = poller.poll(LONG);
      assertFalse(ready.isEmpty(), () -> "lost something");
      assertEquals(ready.size(), Set.copyOf(ready).size(), "an item was reported twice");
      for (PollItem item : ready) {
        ((PullSocket) item.socket()).receive();
        received++;
      }
    }
    for (CompletableFuture<Throwable> sender : senders) {
      assertEquals(null, sender.get());
    }
  }

  @Test
  void shouldNameTheSocketThatIsClosed() {
    PullSocket pull = context.pull();
    poller.register(pull, Interest.READ);
    pull.close();
    ClosedException closed = assertThrows(ClosedException.class, () -> poller.poll());
    assertTrue(closed.getMessage().contains("PULL"), closed.getMessage());
  }
}
