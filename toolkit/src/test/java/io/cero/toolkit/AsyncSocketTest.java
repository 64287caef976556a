package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Message;
import io.cero.OutOfTurnException;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.UnroutableException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Futures; the stream is in {@link MessageStreamTest}. */
class AsyncSocketTest {
  private final Context context = Context.create();
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void closeAll() {
    context.close();
    executor.shutdownNow();
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  private static String text(CompletableFuture<Message> future) throws Exception {
    return future.get().text();
  }

  // ------------------------------------------------------------------ receiving and sending

  @ParameterizedTest
  @ValueSource(strings = {"inproc://futures", "tcp://127.0.0.1:*"})
  void shouldCompleteFuturesInOrderWhenMessagesCome(String endpoint) throws Exception {
    PullSocket pull = context.pull();
    String bound = pull.bind(endpoint);
    PushSocket push = context.push();
    push.connect(bound);
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    List<CompletableFuture<Message>> before = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      before.add(receiver.receive());
    }
    for (int i = 0; i < 1_000; i++) {
      push.send(Integer.toString(i));
    }
    for (int i = 0; i < 500; i++) {
      assertEquals(Integer.toString(i), text(before.get(i)));
    }
    for (int i = 500; i < 1_000; i++) {
      assertEquals(Integer.toString(i), text(receiver.receive()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc://waiting", "tcp://127.0.0.1:*"})
  void shouldSendInOrderWhenAPeerHasCome(String endpoint) throws Exception {
    PushSocket push = context.push(o -> o.sendHighWaterMark(10));
    String bound = push.bind(endpoint);
    AsyncSender sender = AsyncSender.of(push, executor);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(sender.send(Integer.toString(i)));
    }
    assertFalse(sent.get(0).isDone());
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(10));
    pull.connect(bound);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(Integer.toString(i), pull.receiveText());
    }
    for (CompletableFuture<Void> each : sent) {
      assertNull(each.get());
    }
  }

  @Test
  void shouldAskAndAnswerWithoutAThreadThatWaits() {
    RepSocket rep = context.rep();
    String bound = rep.bind("tcp://127.0.0.1:*");
    AsyncSocket server = AsyncSocket.of(rep, executor);
    serve(server);
    io.cero.ReqSocket req = context.req();
    req.connect(bound);
    AsyncSocket client = AsyncSocket.of(req, executor);
    CompletableFuture<List<String>> replies = CompletableFuture.completedFuture(new ArrayList<>());
    for (int i = 0; i < 100; i++) {
      String request = "Hello " + i;
      replies =
          replies.thenCompose(
              texts ->
                  client
                      .send(request)
                      .thenCompose(sent -> client.receive())
                      .thenApply(
                          reply -> {
                            texts.add(reply.text());
                            return texts;
                          }));
    }
    List<String> texts = replies.join();
    assertEquals(100, texts.size());
    assertEquals("Hello 99!", texts.get(99));
  }

  private static void serve(AsyncSocket server) {
    server
        .receive()
        .thenCompose(request -> server.send(request.text() + "!"))
        .thenRun(() -> serve(server));
  }

  @Test
  void shouldNotGrowTheStackWhenEachMessageAsksForTheNext() {
    int messages = 20_000;
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(0));
    pull.bind("inproc://stack");
    PushSocket push = context.push(o -> o.sendHighWaterMark(0));
    push.connect("inproc://stack");
    for (int i = 0; i < messages; i++) {
      push.send("x");
    }
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    CompletableFuture<Void> all = new CompletableFuture<>();
    int[] left = {messages};
    next(receiver, left, all);
    all.join();
  }

  private static void next(AsyncReceiver receiver, int[] left, CompletableFuture<Void> all) {
    receiver
        .receive()
        .thenAccept(
            message -> {
              if (--left[0] == 0) {
                all.complete(null);
              } else {
                next(receiver, left, all);
              }
            });
  }

  @Test
  void shouldFailWhatThePatternRefusesAndGoOn() throws Exception {
    RepSocket rep = context.rep();
    rep.bind("inproc://turns");
    AsyncSocket server = AsyncSocket.of(rep, executor);
    io.cero.ReqSocket req = context.req();
    req.connect("inproc://turns");
    AsyncSocket client = AsyncSocket.of(req, executor);
    assertInstanceOf(OutOfTurnException.class, failureOf(client.receive()));
    assertInstanceOf(OutOfTurnException.class, failureOf(server.send("nobody has asked")));
    client.send("question").get();
    assertEquals("question", text(server.receive()));
    server.send("answer").get();
    assertEquals("answer", text(client.receive()));
  }

  @Test
  void shouldFailWhatCannotBeRouted() {
    RouterSocket router = context.router(o -> o.mandatory(true));
    router.bind("inproc://nobody");
    AsyncSocket server = AsyncSocket.of(router, executor);
    assertInstanceOf(
        UnroutableException.class,
        failureOf(server.send(Message.of("x").prepend(RoutingId.of("nobody")))));
  }

  // ------------------------------------------------------------------ cancelling

  @Test
  void shouldGiveTheMessageToTheNextFutureWhenOneIsWithdrawn() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("inproc://next");
    PushSocket push = context.push();
    push.connect("inproc://next");
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    CompletableFuture<Message> cancelled = receiver.receive();
    CompletableFuture<Message> timedOut = receiver.receive().orTimeout(1, TimeUnit.NANOSECONDS);
    CompletableFuture<Message> completed = receiver.receive();
    CompletableFuture<Message> next = receiver.receive();
    assertTrue(cancelled.cancel(true));
    assertTrue(cancelled.cancel(true));
    assertInstanceOf(TimeoutException.class, failureOf(timedOut));
    assertTrue(completed.complete(Message.of("by somebody")));
    assertFalse(completed.complete(Message.of("by somebody else")));
    push.send("one");
    assertEquals("one", text(next));
    assertEquals("by somebody", text(completed));
    assertFalse(next.cancel(true));
    assertFalse(next.isCancelled());
  }

  @Test
  void shouldTakeNoMessageWhenAFutureIsCompletedByASupplierATimeoutOrByForce() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("inproc://ways");
    PushSocket push = context.push();
    push.connect("inproc://ways");
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    Message own = Message.of("by somebody");
    RuntimeException fault = new IllegalStateException("on purpose");
    List<CompletableFuture<Message>> completed = new ArrayList<>();
    completed.add(receiver.receive().completeAsync(() -> own));
    completed.add(receiver.receive().completeAsync(() -> own, executor));
    completed.add(receiver.receive().completeOnTimeout(own, 1, TimeUnit.NANOSECONDS));
    completed.add(receiver.receive());
    completed.get(3).obtrudeValue(own);
    for (CompletableFuture<Message> each : completed) {
      assertEquals("by somebody", text(each));
    }
    CompletableFuture<Message> failed =
        receiver
            .receive()
            .completeAsync(
                () -> {
                  throw fault;
                },
                executor);
    assertSame(fault, failureOf(failed));
    CompletableFuture<Message> forced = receiver.receive();
    forced.obtrudeException(fault);
    assertSame(fault, failureOf(forced));
    push.send("one");
    CompletableFuture<Message> next = receiver.receive();
    assertEquals("one", text(next));
    next.completeAsync(() -> own, Runnable::run);
    assertEquals("one", text(next));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc://race", "tcp://127.0.0.1:*"})
  void shouldLoseNoMessageWhenFuturesAreCancelledAsMessagesCome(String endpoint) throws Exception {
    int messages = 5_000;
    SplittableRandom random = new SplittableRandom(7);
    PullSocket pull = context.pull();
    String bound = pull.bind(endpoint);
    PushSocket push = context.push();
    push.connect(bound);
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    Thread sending =
        new Thread(
            () -> {
              for (int i = 0; i < messages; i++) {
                push.send(Integer.toString(i));
              }
            });
    sending.start();
    int received = 0;
    int cancelled = 0;
    while (received < messages) {
      List<CompletableFuture<Message>> futures = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        futures.add(receiver.receive());
      }
      boolean[] out = new boolean[futures.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = random.nextBoolean() && futures.get(i).cancel(false);
      }
      for (int i = 0; i < out.length && received < messages; i++) {
        assertEquals(out[i], futures.get(i).isCancelled());
        if (out[i]) {
          cancelled++;
        } else {
          assertEquals(Integer.toString(received), text(futures.get(i)));
          received++;
        }
      }
      futures.forEach(each -> each.cancel(false));
    }
    sending.join();
    assertTrue(cancelled > 0);
  }

  @Test
  void shouldSendExactlyWhatWasNotCancelledWhenSendsAreCancelledAsRoomComes() throws Exception {
    int messages = 5_000;
    SplittableRandom random = new SplittableRandom(8);
    PushSocket push = context.push(o -> o.sendHighWaterMark(5));
    push.bind("inproc://sends");
    AsyncSender sender = AsyncSender.of(push, executor);
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(5));
    pull.connect("inproc://sends");
    CompletableFuture<List<String>> arrived = new CompletableFuture<>();
    Thread receiving =
        new Thread(
            () -> {
              List<String> texts = new ArrayList<>();
              for (String text = pull.receiveText();
                  !text.equals("end");
                  text = pull.receiveText()) {
                texts.add(text);
              }
              arrived.complete(texts);
            });
    receiving.start();
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      futures.add(sender.send(Integer.toString(i)));
      if (random.nextInt(3) == 0) {
        futures.get(random.nextInt(Math.max(0, i - 30), i + 1)).cancel(false);
      }
    }
    sender.send("end").get();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      if (!futures.get(i).isCancelled()) {
        assertNull(futures.get(i).get());
        expected.add(Integer.toString(i));
      }
    }
    assertEquals(expected, arrived.get());
    assertTrue(expected.size() < messages);
    receiving.join();
  }

  @Test
  void shouldSendTheNextWhenTheFirstThatWaitsIsWithdrawn() {
    List<Runnable> turns = new ArrayList<>();
    RouterSocket router = context.router(o -> o.mandatory(true).sendHighWaterMark(1));
    router.bind("inproc://head");
    dealer("full");
    dealer("free");
    AsyncSender sender = AsyncSender.of(router, turns::add);
    List<CompletableFuture<Void>> toFull = new ArrayList<>();
    do {
      toFull.add(sender.send("full", "x"));
      runAll(turns);
    } while (toFull.get(toFull.size() - 1).isDone());
    CompletableFuture<Void> toFree = sender.send("free", "x");
    runAll(turns);
    assertFalse(toFree.isDone());
    assertTrue(toFull.get(toFull.size() - 1).cancel(false));
    runAll(turns);
    assertTrue(toFree.isDone());
    assertFalse(toFree.isCompletedExceptionally());
  }

  private void dealer(String id) {
    context
        .dealer(o -> o.routingId(RoutingId.of(id)).receiveHighWaterMark(1))
        .connect("inproc://head");
  }

  private static void runAll(List<Runnable> turns) {
    while (!turns.isEmpty()) {
      turns.remove(0).run();
    }
  }

  // ------------------------------------------------------------------ the end

  @Test
  void shouldFailWhatIsPendingAndAllThatFollowsWhenItIsClosed() throws Exception {
    RouterSocket router = context.router();
    router.bind("inproc://closing");
    io.cero.DealerSocket dealer = context.dealer();
    dealer.connect("inproc://closing");
    dealer.send("one");
    AsyncSocket socket = AsyncSocket.of(router, executor);
    CompletableFuture<Message> done = socket.receive();
    assertEquals("one", done.get().last().text());
    CompletableFuture<Message> pending = socket.receive();
    CompletableFuture<Thread> failedIn = new CompletableFuture<>();
    pending.whenComplete((message, failure) -> failedIn.complete(Thread.currentThread()));

    socket.close();
    socket.close();

    // Who waits for the future itself may run what depends on it, so this comes first.
    assertTrue(failedIn.get().getName().startsWith("pool-"), failedIn.get().getName());
    assertInstanceOf(ClosedException.class, failureOf(pending));
    assertFalse(pending.complete(Message.of("too late")));
    assertFalse(pending.cancel(true));
    assertInstanceOf(ClosedException.class, failureOf(pending));
    assertInstanceOf(ClosedException.class, failureOf(socket.receive()));
    assertInstanceOf(ClosedException.class, failureOf(socket.send("too late")));
    assertEquals("one", done.get().last().text());
    assertTrue(router.isClosed());
  }

  @Test
  void shouldFailSendsThatWaitForRoomWhenItIsClosed() {
    PushSocket push = context.push();
    push.bind("inproc://no-room");
    AsyncSender sender = AsyncSender.of(push, executor);
    CompletableFuture<Void> pending = sender.send("one");
    sender.close();
    assertInstanceOf(ClosedException.class, failureOf(pending));
  }

  @Test
  void shouldFailWhatIsPendingWhenTheContextIsClosed() {
    PullSocket pull = context.pull();
    pull.bind("tcp://127.0.0.1:*");
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    CompletableFuture<Message> pending = receiver.receive();
    context.close();
    assertInstanceOf(ClosedException.class, failureOf(pending));
    assertInstanceOf(ClosedException.class, failureOf(receiver.receive()));
  }

  @Test
  void shouldSettleEveryFutureWhenItIsClosedAmidstCalls() throws Exception {
    for (int round = 0; round < 100; round++) {
      PullSocket pull = context.pull();
      AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
      CountDownLatch begun = new CountDownLatch(1);
      List<CompletableFuture<Message>> futures = new ArrayList<>();
      Thread asking =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  futures.add(receiver.receive());
                  begun.countDown();
                }
              });
      asking.start();
      begun.await();
      receiver.close();
      asking.join();
      for (CompletableFuture<Message> each : futures) {
        assertInstanceOf(ClosedException.class, failureOf(each));
      }
    }
  }

  // ------------------------------------------------------------------ executors

  @Test
  void shouldRefuseAnExecutorWithoutThreads() {
    PullSocket pull = context.pull();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> AsyncReceiver.of(pull, Runnable::run));
    assertTrue(refused.getMessage().contains("commonPool"), refused.getMessage());
    assertFalse(pull.isClosed());
  }

  @Test
  void shouldRefuseASocketThatWasTakenOver() throws Exception {
    io.cero.DealerSocket dealer = context.dealer();
    dealer.bind("inproc://taken");
    assertThrows(IllegalArgumentException.class, () -> AsyncSocket.of(dealer, Runnable::run));
    AsyncReceiver first = AsyncReceiver.of(dealer, executor);
    assertThrows(IllegalStateException.class, () -> AsyncSender.of(dealer, executor));
    CompletableFuture<Message> pending = first.receive();
    io.cero.DealerSocket peer = context.dealer();
    peer.connect("inproc://taken");
    peer.send("one");
    assertEquals("one", text(pending)); // and the first one still hears of it
  }

  @Test
  void shouldRefuseAnExecutorThatIsShutDown() {
    executor.shutdown();
    assertThrows(
        RejectedExecutionException.class, () -> AsyncReceiver.of(context.pull(), executor));
  }

  @Test
  void shouldFailEverythingWhenTheExecutorIsShutDownMeanwhile() {
    PullSocket pull = context.pull();
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    CompletableFuture<Message> pending = receiver.receive();
    executor.shutdown();
    CompletableFuture<Message> next = receiver.receive();
    assertInstanceOf(RejectedExecutionException.class, failureOf(next));
    assertInstanceOf(RejectedExecutionException.class, failureOf(pending));
    assertInstanceOf(RejectedExecutionException.class, failureOf(receiver.receive()));
    receiver.close();
    assertInstanceOf(ClosedException.class, failureOf(receiver.receive()));
  }

  @Test
  void shouldUseTheCommonPoolWhenTheExecutorIsFullAndRunsTheTaskInItsCaller() throws Exception {
    ThreadPoolExecutor full =
        new ThreadPoolExecutor(
            0,
            2,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            new ThreadPoolExecutor.CallerRunsPolicy());
    CountDownLatch release = new CountDownLatch(1);
    try {
      PullSocket pull = context.pull();
      pull.bind("inproc://full");
      PushSocket push = context.push();
      push.connect("inproc://full");
      AsyncReceiver receiver = AsyncReceiver.of(pull, full);
      CompletableFuture<Thread> thread =
          receiver.receive().thenApply(message -> Thread.currentThread());
      CountDownLatch busy = new CountDownLatch(2);
      while (busy.getCount() > 0) {
        full.execute(
            () -> {
              if (Thread.currentThread().getName().startsWith("pool-")) {
                busy.countDown();
                awaitQuietly(release);
              }
            });
      }
      push.send("one"); // this thread signals, and would be the caller
      assertInstanceOf(ForkJoinWorkerThread.class, thread.get());
    } finally {
      release.countDown();
      full.shutdown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldCompleteInTheThreadOfALoopWhenThatIsTheExecutor() throws Exception {
    try (EventLoop loop = EventLoop.create(context)) {
      PullSocket pull = context.pull();
      String bound = pull.bind("tcp://127.0.0.1:*");
      PushSocket push = context.push();
      push.connect(bound);
      AsyncReceiver receiver = AsyncReceiver.of(pull, loop);
      CompletableFuture<Thread> thread =
          receiver.receive().thenApply(message -> Thread.currentThread());
      Thread runner = loop.start();
      push.send("one");
      assertSame(runner, thread.get());
      loop.stop();
      runner.join();
    }
  }

  @Test
  void shouldFailWhatIsPendingWhenTheLoopIsClosedWithTheTurnAmongItsTasks() {
    EventLoop loop = EventLoop.create(context);
    AsyncReceiver receiver = AsyncReceiver.of(context.pull(), loop);
    CompletableFuture<Message> pending = receiver.receive();
    assertFalse(pending.isDone());
    loop.close();
    assertInstanceOf(RejectedExecutionException.class, failureOf(pending));
    assertInstanceOf(RejectedExecutionException.class, failureOf(receiver.receive()));
  }

  @Test
  void shouldFailWhatIsPendingWhenTheLoopIsClosedWithASignalAmongItsTasks() {
    EventLoop loop = EventLoop.create(context);
    PullSocket pull = context.pull();
    pull.bind("inproc://signal");
    PushSocket push = context.push();
    push.connect("inproc://signal");
    AsyncReceiver receiver = AsyncReceiver.of(pull, task -> loop.execute(task));
    CompletableFuture<Message> pending = receiver.receive();
    while (loop.turn() > 0) {}
    push.send("one");
    assertFalse(pending.isDone());
    loop.close();
    assertInstanceOf(RejectedExecutionException.class, failureOf(pending));
  }

  @Test
  void shouldFailWhatIsPendingWhenTheLoopIsClosedInAHandlerAndTheSocketInTheNextLine() {
    EventLoop loop = EventLoop.create(context);
    AsyncReceiver receiver = AsyncReceiver.of(context.pull(), loop);
    while (loop.turn() > 0) {}
    List<CompletableFuture<Message>> pending = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    loop.execute(
        () -> {
          pending.add(receiver.receive());
          loop.close();
          receiver.close();
          // Not left to the loop, which is in this handler for as long as that takes.
          failures.add(failureOf(pending.get(0)));
        });
    assertThrows(ClosedException.class, loop::turn);
    assertInstanceOf(RejectedExecutionException.class, failures.get(0));
  }

  @Test
  void shouldGoOnWhenWhatDependsOnAFutureThrows() throws Exception {
    PullSocket pull = context.pull();
    pull.bind("inproc://throws");
    PushSocket push = context.push();
    push.connect("inproc://throws");
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    CompletableFuture<Void> dependent =
        receiver
            .receive()
            .thenAccept(
                message -> {
                  throw new IllegalStateException("on purpose");
                });
    CompletableFuture<Message> next = receiver.receive();
    push.send("one");
    push.send("two");
    assertThrows(CompletionException.class, dependent::join);
    assertEquals("two", text(next));
  }
}
