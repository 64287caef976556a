package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.ConcurrentUseException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.PairSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import io.cero.toolkit.EventLoop.Ending;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets, channels, faults, threads and the end; timers are in {@link EventLoopTimerTest}. */
class EventLoopTest {
  private final List<String> events = new ArrayList<>();
  private Context context;
  private EventLoop loop;

  @BeforeEach
  void makeLoop() {
    context = Context.create();
    loop = EventLoop.create(context);
  }

  @AfterEach
  void closeAll() {
    loop.close();
    context.close();
  }

  /** A PULL with messages that are there to be received. */
  private PullSocket pullWith(String... messages) {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    String name = "inproc://" + System.identityHashCode(pull);
    pull.bind(name);
    push.connect(name);
    for (String message : messages) {
      push.send(message);
    }
    return pull;
  }

  private void note(PullSocket pull) {
    events.add(pull.receiveText());
  }

  // ------------------------------------------------------------------ sockets

  @ParameterizedTest
  @ValueSource(strings = {"inproc://loop", "tcp://127.0.0.1:*"})
  void shouldCallTheHandlerWhenAMessageHasCome(String endpoint) throws Exception {
    RepSocket rep = context.rep();
    String bound = rep.bind(endpoint);
    loop.onReadable(
        rep,
        socket -> {
          String text = socket.receiveText();
          socket.send("Hello " + text);
          if (text.equals("3")) {
            loop.stop();
          }
        });
    Thread runner = loop.start();
    ReqSocket req = context.req();
    req.connect(bound);
    for (int i = 1; i <= 3; i++) {
      req.send(Integer.toString(i));
      assertEquals("Hello " + i, req.receiveText());
    }
    runner.join();
  }

  @Test
  void shouldCallForReadingAndThenForWritingWhenBothArePossible() {
    PairSocket one = context.pair();
    PairSocket other = context.pair();
    one.bind("inproc://both");
    other.connect("inproc://both");
    other.send("x");
    loop.onWritable(one, socket -> events.add("write"));
    loop.onReadable(one, socket -> events.add("read " + socket.receiveText()));

    assertEquals(2, loop.turn());
    assertEquals(1, loop.turn());

    assertEquals(List.of("read x", "write", "write"), events);
  }

  @Test
  void shouldGiveEverySocketATurnWhenOneIsBusy() {
    PullSocket busy = pullWith("A1", "A2", "A3", "A4");
    PullSocket other = pullWith("B1");
    loop.onReadable(busy, this::note);
    loop.onReadable(other, this::note);

    assertEquals(2, loop.turn());
    assertTrue(events.containsAll(List.of("A1", "B1")), events.toString());
    assertEquals(1, loop.turn());
    assertEquals("A2", events.get(2));
  }

  @Test
  void shouldCallAgainWhenAHandlerHasNotReceived() {
    PullSocket pull = pullWith("x");
    loop.onReadable(pull, socket -> events.add("called"));
    loop.turn();
    loop.turn();
    assertEquals(2, events.size());
  }

  @Test
  void shouldNotCallWhileAWatchIsPaused() {
    PullSocket pull = pullWith("x", "y");
    Watch watch = loop.onReadable(pull, this::note);
    watch.pause();
    watch.pause();
    assertEquals(0, loop.turn());
    assertTrue(watch.isActive());
    watch.resume();
    assertEquals(1, loop.turn());
    assertEquals(List.of("x"), events);
  }

  @Test
  void shouldNotCallAgainWhenAHandlerHasCancelledItself() {
    PullSocket pull = pullWith("x", "y");
    Watch[] watch = new Watch[1];
    watch[0] =
        loop.onReadable(
            pull,
            socket -> {
              note(socket);
              watch[0].cancel();
              watch[0].cancel();
            });
    assertEquals(1, loop.turn());
    assertEquals(0, loop.turn());
    assertFalse(watch[0].isActive());
    assertThrows(IllegalStateException.class, watch[0]::resume);
    assertEquals("y", pull.receiveText());
  }

  @Test
  void shouldNotCallWhatAnotherHandlerOfTheTurnHasCancelled() {
    List<PullSocket> pulls = List.of(pullWith("A"), pullWith("B"));
    for (PullSocket pull : pulls) {
      loop.onReadable(
          pull,
          socket -> {
            note(socket);
            pulls.forEach(loop::remove);
          });
    }
    assertEquals(1, loop.turn());
    assertEquals(0, loop.turn());
  }

  @Test
  void shouldNotCallWhatAnotherHandlerOfTheTurnHasPaused() {
    List<Watch> watches = new ArrayList<>();
    for (PullSocket pull : List.of(pullWith("A1", "A2"), pullWith("B1", "B2"))) {
      watches.add(
          loop.onReadable(
              pull,
              socket -> {
                note(socket);
                watches.forEach(Watch::pause);
              }));
    }
    assertEquals(1, loop.turn());
    assertEquals(0, loop.turn());
    watches.forEach(Watch::resume);
    assertEquals(1, loop.turn());
    assertEquals(2, events.size());
  }

  @Test
  void shouldCallInALaterTurnWhatAHandlerHasAdded() {
    PullSocket first = pullWith("A");
    PullSocket second = pullWith("B1", "B2");
    loop.onReadable(
        first,
        socket -> {
          note(socket);
          loop.onReadable(
              second,
              added -> {
                note(added);
                loop.remove(added);
                loop.onReadable(added, this::note); // anew, from within its own handler
              });
        });
    assertEquals(1, loop.turn());
    assertEquals(List.of("A"), events);
    assertEquals(1, loop.turn());
    assertEquals(List.of("A", "B1"), events);
    assertEquals(1, loop.turn());
    assertEquals(List.of("A", "B1", "B2"), events);
  }

  @Test
  void shouldKeepTheOtherDirectionWhenOneIsCancelled() {
    PairSocket one = context.pair();
    PairSocket other = context.pair();
    one.bind("inproc://half");
    other.connect("inproc://half");
    other.send("x");
    Watch writing = loop.onWritable(one, socket -> events.add("write"));
    loop.onReadable(
        one,
        socket -> {
          events.add("read " + socket.receiveText());
          writing.cancel();
        });
    assertEquals(1, loop.turn());
    other.send("y");
    assertEquals(1, loop.turn());
    assertEquals(List.of("read x", "read y"), events);
  }

  @Test
  void shouldRefuseASecondHandlerForOneDirection() {
    PullSocket pull = pullWith("x");
    loop.onReadable(pull, this::note);
    assertThrows(IllegalArgumentException.class, () -> loop.onReadable(pull, socket -> {}));
    assertEquals(1, loop.turn());
    assertEquals(List.of("x"), events);
  }

  @Test
  void shouldRefuseAClosedSocket() {
    PullSocket pull = context.pull();
    pull.close();
    assertThrows(ClosedException.class, () -> loop.onReadable(pull, this::note));
    assertEquals(0, loop.turn());
  }

  @Test
  void shouldGoOnWithoutASocketWhenThatIsClosed() {
    PullSocket closed = pullWith("A");
    PullSocket open = pullWith("B");
    Watch gone =
        loop.onReadable(
            closed,
            socket -> {
              note(socket);
              socket.close();
              socket.receive(); // no fault: it knows that the socket is closed
            });
    Watch stays = loop.onReadable(open, this::note);
    loop.onFault((culprit, fault) -> events.add("fault"));
    while (gone.isActive() || events.size() < 2) {
      loop.turn();
    }
    assertTrue(stays.isActive());
    assertTrue(events.containsAll(List.of("A", "B")), events.toString());
    assertEquals(2, events.size());
    gone.cancel();
  }

  // ------------------------------------------------------------------ channels

  @Test
  void shouldCallTheHandlersOfChannels() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open();
        SocketChannel client = SocketChannel.open()) {
      server.bind(new InetSocketAddress("127.0.0.1", 0));
      server.configureBlocking(false);
      client.configureBlocking(false);
      loop.onReadable(
          server,
          listening -> {
            SocketChannel accepted = listening.accept();
            accepted.configureBlocking(false);
            events.add("accepted");
            loop.onReadable(
                accepted,
                channel -> {
                  ByteBuffer bytes = ByteBuffer.allocate(10);
                  channel.read(bytes);
                  events.add("read " + bytes.get(0));
                  channel.close();
                  loop.stop();
                });
          });
      client.connect(server.getLocalAddress());
      Watch[] writing = new Watch[1];
      writing[0] =
          loop.onWritable(
              client,
              channel -> {
                if (channel.isConnectionPending()) {
                  channel.finishConnect();
                }
                channel.write(ByteBuffer.wrap(new byte[] {7}));
                writing[0].cancel();
              });

      assertEquals(Ending.STOPPED, loop.run());

      assertEquals(List.of("accepted", "read 7"), events);
      loop.remove(server);
    }
  }

  @Test
  void shouldRefuseAChannelThatIsBlockingOrCanNeverDoThat() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      assertThrows(
          IllegalBlockingModeException.class, () -> loop.onReadable(source, channel -> {}));
      assertThrows(IllegalBlockingModeException.class, () -> loop.onWritable(sink, channel -> {}));
      source.configureBlocking(false);
      assertThrows(IllegalArgumentException.class, () -> loop.onWritable(source, channel -> {}));
      loop.onReadable(source, channel -> {});
      assertThrows(IllegalArgumentException.class, () -> loop.onWritable(source, channel -> {}));
      assertEquals(0, loop.turn());
      loop.remove(source);
    }
  }

  private static byte read(Pipe.SourceChannel source) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    source.read(one);
    return one.get(0);
  }

  @Test
  void shouldCallAnotherHandlerOfAChannelWhenThatIsAddedAnewFromWithinItsOwn() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      sink.write(ByteBuffer.wrap(new byte[] {1, 2}));
      Watch first =
          loop.onReadable(
              source,
              channel -> {
                events.add("first " + read(channel));
                loop.remove(channel);
                loop.onReadable(
                    channel,
                    again -> {
                      events.add("second " + read(again));
                      loop.stop();
                    });
              });
      assertEquals(Ending.STOPPED, loop.run());
      assertEquals(List.of("first 1", "second 2"), events);
      assertFalse(first.isActive());
      loop.remove(source);
    }
  }

  @Test
  void shouldLetGoOfIdleChannelsThatWereClosed() throws Exception {
    List<Watch> watches = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Pipe pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      watches.add(loop.onReadable(pipe.source(), channel -> {}));
      pipe.source().close();
      pipe.sink().close();
    }
    assertTrue(watches.stream().filter(Watch::isActive).count() <= 64);
  }

  // ------------------------------------------------------------------ faults

  @Test
  void shouldReportAFaultAndGoOnWhenAHandlerThrows() {
    PullSocket bad = pullWith("A1", "A2");
    PullSocket good = pullWith("B1", "B2");
    Exception failure = new Exception("on purpose");
    Watch watch =
        loop.onReadable(
            bad,
            socket -> {
              socket.receive();
              throw failure;
            });
    loop.onReadable(good, this::note);
    List<Registration> culprits = new ArrayList<>();
    List<Throwable> faults = new ArrayList<>();
    loop.onFault(
        (culprit, fault) -> {
          culprits.add(culprit);
          faults.add(fault);
          culprit.cancel();
        });

    loop.turn();
    loop.turn();

    assertEquals(List.of(watch), culprits);
    assertEquals(List.of(failure), faults);
    assertEquals(List.of("B1", "B2"), events);
    assertEquals("A2", bad.receiveText());
  }

  @Test
  void shouldReportWhateverIsThrownByTimersAndTasks() {
    List<Object> culprits = new ArrayList<>();
    List<Throwable> faults = new ArrayList<>();
    loop.onFault(
        (culprit, fault) -> {
          culprits.add(culprit instanceof Task task ? task.body() : culprit);
          assertFalse(culprit.isActive());
          culprit.cancel();
          faults.add(fault);
        });
    AssertionError error = new AssertionError("on purpose");
    IllegalStateException exception = new IllegalStateException("on purpose");
    Runnable task =
        () -> {
          throw error;
        };
    loop.execute(task);
    Timer timer =
        loop.after(
            Duration.ZERO,
            due -> {
              throw exception;
            });
    assertEquals(2, loop.turn());
    assertEquals(List.of(task, timer), culprits);
    assertEquals(List.of(error, exception), faults);
  }

  @Test
  void shouldGoOnWhenTheFaultHandlerThrows() {
    loop.onFault(
        (culprit, fault) -> {
          throw new IllegalArgumentException("a fault handler's own, on purpose");
        });
    loop.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    loop.execute(() -> events.add("next"));
    assertEquals(2, loop.turn());
    assertEquals(List.of("next"), events);
  }

  @Test
  void shouldLogAndGoOnWhenThereIsNoFaultHandler() {
    loop.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    loop.execute(() -> events.add("next"));
    assertEquals(2, loop.turn());
    assertEquals(List.of("next"), events);
  }

  @Test
  void shouldReportTheClosedExceptionOfAnotherSocket() {
    PullSocket pull = pullWith("x");
    PullSocket another = context.pull();
    another.close();
    loop.onReadable(
        pull,
        socket -> {
          socket.receive();
          another.receive();
        });
    loop.onFault((culprit, fault) -> events.add(fault.getClass().getSimpleName()));
    loop.turn();
    assertEquals(List.of("ClosedException"), events);
  }

  // ------------------------------------------------------------------ threads

  @Test
  void shouldNameBothThreadsWhenAnotherIsInsideASocketThatItWatches() throws Exception {
    PullSocket pull = context.pull();
    Thread another = new Thread(() -> receiveUntilInterrupted(pull), "another");
    another.start();
    ConcurrentUseException refused = null;
    while (refused == null) { // until the other one is inside
      Watch watch = loop.onReadable(pull, this::note);
      try {
        loop.turn();
      } catch (ConcurrentUseException e) {
        refused = e;
      }
      watch.cancel();
    }
    assertTrue(refused.getMessage().contains("another"), refused.getMessage());
    another.interrupt();
    another.join();
    loop.onReadable(pull, this::note);
    assertEquals(0, loop.turn());
  }

  private static void receiveUntilInterrupted(PullSocket pull) {
    while (true) {
      try {
        pull.receive();
      } catch (ConcurrentUseException theLoopIsInside) {
        Thread.onSpinWait();
      } catch (InterruptedOperationException asked) {
        return;
      }
    }
  }

  @Test
  void shouldRefuseToBeEnteredTwiceWhenAHandlerTries() {
    loop.execute(
        () -> {
          assertThrows(IllegalStateException.class, loop::run);
          assertThrows(IllegalStateException.class, loop::turn);
          assertThrows(IllegalStateException.class, loop::start);
          events.add("refused");
          loop.stop();
        });
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(List.of("refused"), events);
  }

  @Test
  void shouldNameTheOtherThreadWhenTwoEnterOrOneChangesWhatTheOtherRuns() throws Exception {
    PullSocket pull = pullWith("x");
    Watch watch = loop.onReadable(pull, socket -> socket.receive());
    Timer timer = loop.after(Duration.ofDays(1), due -> {});
    Thread runner = loop.start();
    assertTrue(loop.isRunning());
    IllegalStateException twice = assertThrows(IllegalStateException.class, loop::run);
    assertTrue(twice.getMessage().contains(runner.getName()), twice.getMessage());
    IllegalStateException change =
        assertThrows(IllegalStateException.class, () -> loop.remove(pull));
    assertTrue(change.getMessage().contains("execute"), change.getMessage());
    assertThrows(IllegalStateException.class, () -> loop.onReadable(context.pull(), s -> {}));
    assertThrows(IllegalStateException.class, () -> loop.after(Duration.ZERO, due -> {}));
    assertThrows(IllegalStateException.class, () -> loop.onFault((culprit, fault) -> {}));
    assertThrows(IllegalStateException.class, watch::pause);
    assertThrows(IllegalStateException.class, watch::cancel);
    assertThrows(IllegalStateException.class, timer::cancel);
    assertThrows(IllegalStateException.class, timer::restart);
    loop.stop();
    runner.join();
    assertFalse(loop.isRunning());
    watch.cancel();
    timer.cancel();
  }

  @Test
  void shouldRunTasksOfOtherThreadsInItsOwn() throws Exception {
    Thread runner = loop.start();
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    loop.execute(() -> ran.complete(Thread.currentThread()));
    assertSame(runner, ran.get());
    loop.stop();
    runner.join();
  }

  @Test
  void shouldLoseNoTaskWhenManyThreadsHandThemIn() throws Exception {
    int threads = 4;
    int each = 2_000;
    int[] count = new int[1];
    Thread runner = loop.start();
    List<Thread> others = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(threads * each);
    for (int i = 0; i < threads; i++) {
      Thread other =
          new Thread(
              () -> {
                for (int n = 0; n < each; n++) {
                  loop.execute(
                      () -> {
                        count[0]++;
                        all.countDown();
                      });
                }
              });
      other.start();
      others.add(other);
    }
    for (Thread other : others) {
      other.join();
    }
    all.await();
    loop.stop();
    runner.join();
    assertEquals(threads * each, count[0]);
  }

  @Test
  void shouldRunInTheNextTurnWhatATaskHandsIn() {
    loop.execute(() -> loop.execute(() -> events.add("second")));
    assertEquals(1, loop.turn());
    assertEquals(List.of(), events);
    assertEquals(1, loop.turn());
    assertEquals(List.of("second"), events);
  }

  // ------------------------------------------------------------------ the end

  @Test
  void shouldEndAtOnceWhenItWasStoppedBeforeItRan() {
    loop.stop();
    loop.execute(() -> events.add("task"));
    loop.after(Duration.ZERO, timer -> events.add("timer"));
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(List.of(), events);
    loop.execute(loop::stop);
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(List.of("task"), events);
  }

  @Test
  void shouldCallNoMoreHandlersWhenOneStopsTheLoop() {
    List<PullSocket> pulls = List.of(pullWith("A"), pullWith("B"));
    for (PullSocket pull : pulls) {
      loop.onReadable(
          pull,
          socket -> {
            note(socket);
            loop.stop();
          });
    }
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(1, events.size());
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(2, events.size());
  }

  @Test
  void shouldEndWhenItIsStoppedFromAnotherThread() throws Exception {
    for (int i = 0; i < 100; i++) {
      Thread runner = loop.start();
      loop.stop();
      runner.join();
    }
  }

  @Test
  void shouldEndWithTheFlagSetWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertEquals(Ending.INTERRUPTED, loop.run());
    assertTrue(Thread.interrupted());

    PullSocket pull = pullWith("x", "y", "z");
    loop.onReadable(
        pull,
        socket -> {
          note(socket);
          Thread.currentThread().interrupt();
          context.pull().receive(); // throws at once
        });
    loop.onFault((culprit, fault) -> events.add("fault"));
    assertEquals(Ending.INTERRUPTED, loop.run());
    assertTrue(Thread.interrupted());
    assertEquals(List.of("x"), events);

    loop.remove(pull);
    loop.execute(loop::stop);
    assertEquals(Ending.STOPPED, loop.run());
  }

  @Test
  void shouldEndWithTheFlagSetWhenAHandlerThrowsAnInterruptedException() {
    loop.onReadable(
        pullWith("x"),
        socket -> {
          throw new InterruptedException("on purpose");
        });
    loop.onFault((culprit, fault) -> events.add("fault"));
    assertEquals(Ending.INTERRUPTED, loop.run());
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), events);
  }

  @Test
  void shouldEndWhenTheContextIsClosed() throws Exception {
    loop.onReadable(context.pull(), this::note);
    loop.onFault((culprit, fault) -> events.add("fault"));
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    CountDownLatch running = new CountDownLatch(1);
    loop.execute(running::countDown);
    Thread runner = new Thread(() -> ending.complete(loop.run()));
    runner.start();
    running.await();
    context.close();
    assertEquals(Ending.CLOSED, ending.get());
    runner.join();
    assertEquals(List.of(), events);
    assertThrows(ClosedException.class, loop::turn);
  }

  @Test
  void shouldEndWhenAHandlerClosesTheContext() {
    for (PullSocket pull : List.of(pullWith("A"), pullWith("B"))) {
      loop.onReadable(
          pull,
          socket -> {
            context.close();
            events.add("closed");
            socket.receive(); // no fault: the context is closed
          });
    }
    loop.onFault((culprit, fault) -> events.add("fault"));
    loop.every(Duration.ofDays(1), timer -> events.add("timer"));
    assertEquals(Ending.CLOSED, loop.run());
    assertTrue(events.contains("closed"), events.toString());
    assertFalse(events.contains("fault"), events.toString());
  }

  @Test
  void shouldLetGoOfEverythingWhenAHandlerClosesIt() {
    PullSocket pull = pullWith("x", "y");
    Watch watch =
        loop.onReadable(
            pull,
            socket -> {
              note(socket);
              loop.close();
            });
    Timer timer = loop.after(Duration.ofDays(1), due -> events.add("timer"));
    assertEquals(Ending.CLOSED, loop.run());
    assertEquals(List.of("x"), events);
    assertFalse(watch.isActive());
    assertFalse(timer.isActive());
    watch.cancel();
    timer.cancel();
    loop.close();
    loop.stop();
    assertEquals("y", pull.receiveText());
    assertThrows(ClosedException.class, loop::run);
    assertThrows(ClosedException.class, loop::start);
    assertThrows(ClosedException.class, loop::turn);
    assertThrows(ClosedException.class, () -> loop.onReadable(pull, this::note));
    assertThrows(ClosedException.class, timer::restart);
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    assertNotNull(loop.clock());
  }

  @Test
  void shouldEndWhenItIsClosedFromAnotherThread() throws Exception {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    CountDownLatch running = new CountDownLatch(1);
    loop.execute(running::countDown);
    Thread runner = new Thread(() -> ending.complete(loop.run()));
    runner.start();
    running.await();
    loop.close();
    assertEquals(Ending.CLOSED, ending.get());
    runner.join();
  }

  @Test
  void shouldNeedNoSocketOfItsOwn() throws Exception {
    try (Context small = Context.create(o -> o.maximumSockets(1).ioThreads(0));
        EventLoop alone = EventLoop.create(small)) {
      small.pair();
      Thread runner = alone.start();
      alone.execute(alone::stop);
      runner.join();
      assertFalse(alone.isRunning());
    }
  }

  @Test
  void shouldNotBeMadeWhenTheContextIsClosed() {
    context.close();
    assertThrows(ClosedException.class, () -> EventLoop.create(context));
  }

  @Test
  void shouldWaitForTasksAloneWhenItHasNothingElse() throws Exception {
    Thread runner = loop.start();
    for (int i = 0; i < 1_000; i++) {
      CompletableFuture<Integer> ran = new CompletableFuture<>();
      int number = i;
      loop.execute(() -> ran.complete(number));
      assertEquals(number, ran.get());
    }
    loop.stop();
    runner.join();
  }
}
