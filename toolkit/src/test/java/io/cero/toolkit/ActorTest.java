package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.OptionException;
import io.cero.TimedOutException;
import io.cero.toolkit.EventLoop.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> events = new CopyOnWriteArrayList<>();
  private Context context;

  @BeforeEach
  void makeContext() {
    context = Context.create(o -> o.ioThreads(0));
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  /** A body that sends back what it gets until it is told to stop, and notes its end. */
  private void echo(ActorPipe parent) {
    for (Optional<Message> m = parent.receive(); m.isPresent(); m = parent.receive()) {
      parent.send(m.get());
    }
    events.add("stopped");
  }

  private static void awaitEnd(Actor actor) {
    while (actor.isAlive()) {
      Thread.onSpinWait();
    }
  }

  // ------------------------------------------------------------------ life

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldExchangeMessagesAndStopWhenItIsClosed(boolean virtual) {
    Actor actor = Actor.start(context, o -> o.virtual(virtual).stopTimeout(LONG), this::echo);
    for (int i = 0; i < 10; i++) {
      actor.send("frame", Integer.toString(i));
      assertEquals(Message.of("frame", Integer.toString(i)), actor.receive());
    }
    actor.send("text");
    assertEquals("text", actor.receiveText());
    assertEquals(Optional.empty(), actor.tryReceive());
    assertTrue(actor.isAlive());
    actor.close();
    assertFalse(actor.isAlive());
    assertEquals(List.of("stopped"), events);
    actor.close();
    assertThrows(ClosedException.class, () -> actor.send("x"));
    assertThrows(ClosedException.class, actor::receive);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBeTheThreadThatWasAskedFor(boolean virtual) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    try (Actor actor =
        Actor.start(
            context,
            o -> o.virtual(virtual).name("cruncher").stopTimeout(LONG),
            parent -> {
              thread.complete(Thread.currentThread());
              echo(parent);
            })) {
      assertEquals("cruncher", actor.name());
      assertEquals("cruncher", thread.get().getName());
      assertTrue(thread.get().isDaemon());
      if (Runtime.version().feature() >= 21) {
        assertEquals(virtual, Thread.class.getMethod("isVirtual").invoke(thread.get()));
      }
    }
  }

  @Test
  void shouldReturnFromStartWhenTheActorIsReady() {
    try (Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(LONG),
            parent -> {
              events.add("prepared");
              parent.ready();
              parent.ready();
              echo(parent);
            })) {
      assertEquals(List.of("prepared"), events);
      assertTrue(actor.toString().contains(actor.name()));
    }
  }

  @Test
  void shouldHandleWhatWasSentBeforeTheStop() {
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(LONG),
            parent -> {
              Optional<Message> message = parent.receive();
              while (message.isPresent()) {
                events.add(message.get().text());
                message = parent.receive();
              }
              assertTrue(parent.isStopping());
              assertTrue(parent.receive().isEmpty());
            });
    actor.send("1");
    actor.send("2");
    actor.close();
    assertEquals(List.of("1", "2"), events);
  }

  @Test
  void shouldStopAnActorThatRunsALoop() throws Exception {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(LONG),
            parent -> {
              try (EventLoop loop = EventLoop.create(parent.context())) {
                loop.onReadable(
                    parent.socket(),
                    socket ->
                        parent
                            .receive()
                            .ifPresentOrElse(m -> parent.send("got " + m.text()), loop::stop));
                parent.ready();
                ending.complete(loop.run());
              }
            });
    actor.send("x");
    assertEquals("got x", actor.receiveText());
    actor.close();
    assertEquals(Ending.STOPPED, ending.get());
  }

  @Test
  void shouldBeHeardByAParentThatRunsALoop() {
    IllegalStateException failure = new IllegalStateException("on purpose");
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.ready();
              parent.send("one");
              throw failure;
            });
    try (EventLoop loop = EventLoop.create(context)) {
      loop.onReadable(actor.socket(), socket -> events.add(actor.receiveText()));
      loop.onFault(
          (culprit, fault) -> {
            assertSame(failure, fault.getCause());
            events.add("failed");
            loop.stop();
          });
      loop.run();
    }
    assertEquals(List.of("one", "failed"), events);
    actor.close();
  }

  // ------------------------------------------------------------------ an actor that dies at start

  @Test
  void shouldThrowWhatTheBodyThrewBeforeItWasReady() {
    Exception failure = new Exception("on purpose");
    ActorFailedException thrown =
        assertThrows(
            ActorFailedException.class,
            () ->
                Actor.start(
                    context,
                    o -> o.name("stillborn"),
                    parent -> {
                      throw failure;
                    }));
    assertSame(failure, thrown.getCause());
    assertTrue(thrown.getMessage().contains("stillborn"), thrown.getMessage());
  }

  @Test
  void shouldReturnFromStartWhenTheBodyHasReturnedWithoutAWord() {
    Actor actor = Actor.start(context, parent -> {});
    assertFalse(actor.isAlive());
    assertThrows(ClosedException.class, () -> actor.send("x"));
    assertThrows(ClosedException.class, actor::receive);
    actor.close();
  }

  @Test
  void shouldTimeOutWhenTheActorIsNotReadyInTime() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    assertThrows(
        TimedOutException.class,
        () ->
            Actor.start(
                context,
                o -> o.startTimeout(Duration.ZERO),
                parent -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    end.complete(e);
                  }
                }));
    assertTrue(end.get() instanceof InterruptedException);
  }

  @Test
  void shouldEndTheStartWithTheFlagSetWhenTheCallerIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedOperationException.class,
        () -> Actor.start(context, parent -> new CountDownLatch(1).await()));
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldLeaveNoSocketBehindWhenAnActorHasEnded() {
    try (Context small = Context.create(o -> o.maximumSockets(2).ioThreads(0))) {
      for (int i = 0; i < 10; i++) {
        Actor.start(small, parent -> {}).close();
        assertThrows(
            ActorFailedException.class,
            () ->
                Actor.start(
                    small,
                    parent -> {
                      throw new IllegalStateException("on purpose");
                    }));
      }
      small.pair();
      assertThrows(OptionException.class, () -> Actor.start(small, this::echo));
      small.pair();
    }
  }

  @Test
  void shouldRefuseOptionsThatMakeNoSense() {
    ActorOptions options = new ActorOptions();
    Duration negative = Duration.ofNanos(-1);
    assertThrows(IllegalArgumentException.class, () -> options.startTimeout(negative));
    assertThrows(IllegalArgumentException.class, () -> options.stopTimeout(negative));
    assertThrows(IllegalArgumentException.class, () -> options.highWaterMark(0));
  }

  // ------------------------------------------------------------------ failure

  @Test
  void shouldEndTheParentsWaitWhenTheActorFails() {
    Error failure = new AssertionError("on purpose");
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.receive();
              throw failure;
            });
    actor.send("go");
    ActorFailedException thrown = assertThrows(ActorFailedException.class, actor::receive);
    assertSame(failure, thrown.getCause());
    assertThrows(ActorFailedException.class, actor::receive);
    assertThrows(ActorFailedException.class, actor::tryReceive);
    assertThrows(ActorFailedException.class, () -> actor.send("x"));
    actor.close(); // it was told
  }

  @Test
  void shouldDeliverWhatWasSentBeforeTheFailure() {
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.ready();
              parent.send("1");
              parent.send("2");
              throw new IllegalStateException("on purpose");
            });
    awaitEnd(actor);
    assertEquals("1", actor.receiveText());
    assertEquals("2", actor.receive(LONG).orElseThrow().text());
    assertThrows(ActorFailedException.class, () -> actor.receive(LONG));
    actor.close();
  }

  @Test
  void shouldThrowTheFailureWhenItIsClosedAndNobodyWasTold() {
    IllegalStateException failure = new IllegalStateException("on purpose");
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(LONG),
            parent -> {
              parent.receive();
              throw failure; // while it cleans up, so to say
            });
    assertSame(failure, assertThrows(ActorFailedException.class, actor::close).getCause());
    actor.close();
  }

  @Test
  void shouldEndTheParentsSendWhenTheActorFailsAndThePipeIsFull() {
    CountDownLatch sending = new CountDownLatch(1);
    Actor actor =
        Actor.start(
            context,
            o -> o.highWaterMark(1),
            parent -> {
              parent.ready();
              sending.await();
              throw new IllegalStateException("on purpose");
            });
    assertThrows(
        ActorFailedException.class,
        () -> {
          for (int i = 0; i < 100; i++) {
            if (i == 2) {
              sending.countDown();
            }
            actor.send("x");
          }
          // By now it has taken out what was sent, or it never will.
          awaitEnd(actor);
          actor.send("x");
        });
    actor.close();
  }

  @Test
  void shouldDeliverEverythingWhenTheActorHasEndedAndThePipeWasFull() {
    Actor actor =
        Actor.start(
            context,
            o -> o.highWaterMark(1),
            parent -> {
              parent.ready();
              for (int i = 0; i < 100; i++) {
                parent.send(Integer.toString(i));
              }
            });
    for (int i = 0; i < 100; i++) {
      assertEquals(Integer.toString(i), actor.receiveText());
    }
    assertThrows(ClosedException.class, actor::receive);
    actor.close();
  }

  @Test
  void shouldEndTheParentsWaitWhenTheBodyHasClosedThePipe() {
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.receive();
              parent.socket().close();
            });
    actor.send("go");
    assertThrows(ClosedException.class, actor::receive);
    actor.close();
  }

  @Test
  void shouldEndTheParentsWaitWhenTheBodyEndsInTheMidstOfAMessage() {
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.receive();
              parent.socket().sendMore("half");
              throw new IllegalStateException("on purpose");
            });
    actor.send("go");
    assertThrows(ActorFailedException.class, actor::receive);
    actor.close();
  }

  // ------------------------------------------------------------------ an actor that does not stop

  @Test
  void shouldInterruptAnActorThatDoesNotLookAtItsPipe() {
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(LONG),
            parent -> {
              parent.ready();
              while (!parent.isStopping()) {
                Thread.onSpinWait();
              }
              try {
                Thread.currentThread().interrupt(); // in place of a timeout
                parent.socket().receive(Duration.ofNanos(1));
                parent.socket().receive();
              } finally {
                events.add("cleaned up");
              }
            });
    actor.close();
    assertEquals(List.of("cleaned up"), events);
  }

  @Test
  void shouldInterruptAnActorWhenTheTimeToStopIsOver() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(Duration.ZERO),
            parent -> {
              parent.ready();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                end.complete(e);
                throw e;
              }
            });
    actor.close();
    assertTrue(end.get() instanceof InterruptedException);
  }

  @Test
  void shouldReturnFromCloseWhenTheActorHeedsNothing() {
    CountDownLatch released = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    Actor actor =
        Actor.start(
            context,
            o -> o.stopTimeout(Duration.ZERO),
            parent -> {
              thread.set(Thread.currentThread());
              parent.ready();
              while (released.getCount() > 0) {
                LockSupport.park();
                Thread.interrupted();
              }
            });
    actor.close();
    assertTrue(actor.isAlive());
    released.countDown();
    LockSupport.unpark(thread.get());
    awaitEnd(actor);
  }

  @Test
  void shouldStopInGoodOrderWithTheFlagSetWhenTheCallerIsInterrupted() {
    Actor actor = Actor.start(context, o -> o.stopTimeout(LONG), this::echo);
    Thread.currentThread().interrupt();
    actor.close();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("stopped"), events);
  }

  @Test
  void shouldEndAWaitWhenAnotherThreadClosesIt() throws Exception {
    Actor actor = Actor.start(context, o -> o.stopTimeout(LONG), this::echo);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                actor.receive();
                end.complete(null);
              } catch (Throwable e) {
                end.complete(e);
              }
            });
    waiting.start();
    actor.close();
    assertTrue(end.get() instanceof ClosedException, String.valueOf(end.get()));
    waiting.join();
  }

  @Test
  void shouldEndWithoutAFailureWhenTheContextIsClosed() {
    Actor actor = Actor.start(context, o -> o.stopTimeout(LONG), this::echo);
    context.close();
    awaitEnd(actor);
    assertThrows(ClosedException.class, actor::receive);
    assertThrows(ClosedException.class, () -> actor.send("x"));
    actor.close();
    assertEquals(List.of(), events);
  }

  @Test
  void shouldRefuseToBeClosedByItself() {
    CompletableFuture<Actor> itself = new CompletableFuture<>();
    Actor actor =
        Actor.start(
            context,
            parent -> {
              parent.ready();
              itself.get().close();
            });
    itself.complete(actor);
    ActorFailedException thrown = assertThrows(ActorFailedException.class, actor::receive);
    assertTrue(thrown.getCause() instanceof IllegalStateException);
    actor.close();
  }
}
