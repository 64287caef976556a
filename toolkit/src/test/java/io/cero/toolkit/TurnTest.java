package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One thread at a time, until the executor's end and beyond. */
class TurnTest {
  private @Nullable Turn turn;
  private int inside;
  private int most;
  private int looks;

  private Turn turn() {
    return Objects.requireNonNull(turn);
  }

  @Test
  void shouldBeTakenByOneWhenItIsDueAgainAndAgainAfterTheExecutorWasShutDown() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CompletableFuture<@Nullable RuntimeException> seenLast = new CompletableFuture<>();
    turn =
        new Turn(
            executor,
            () -> {
              most = Math.max(most, ++inside);
              if (looks++ == 0) {
                executor.shutdown();
                turn().due();
                turn().due();
                turn().due();
                turn().run(); // a copy that was handed in meanwhile
              } else if (inside == 1) {
                seenLast.complete(turn().refusal());
              }
              inside--;
              return false;
            });
    turn.due();
    assertInstanceOf(RejectedExecutionException.class, seenLast.get());
    assertEquals(1, most);
  }

  @Test
  void shouldLookOnceMoreWhenItWasDueTwiceWhileItWasTaken() {
    List<Runnable> handedIn = new ArrayList<>();
    turn =
        new Turn(
            handedIn::add,
            () -> {
              if (looks++ == 0) {
                turn().due();
                turn().due();
              }
              return false;
            });
    turn.due();
    assertEquals(1, handedIn.size());
    handedIn.remove(0).run();
    assertEquals(2, looks);
    assertEquals(0, handedIn.size());
    turn.due();
    assertEquals(1, handedIn.size());
  }

  @Test
  void shouldFailInTheCommonPoolWhenTheExecutorThrowsAnError() throws Exception {
    Error noThread = new InternalError("on purpose");
    CompletableFuture<@Nullable RuntimeException> seen = new CompletableFuture<>();
    turn =
        new Turn(
            task -> {
              throw noThread;
            },
            () -> {
              seen.complete(turn().refusal());
              return false;
            });
    turn.due();
    RuntimeException refusal = seen.get();
    assertInstanceOf(RejectedExecutionException.class, refusal);
    assertSame(noThread, refusal.getCause());
  }

  @Test
  void shouldFailInTheCommonPoolWhenTheExecutorDropsIt() throws Exception {
    List<Runnable> handedIn = new ArrayList<>();
    CompletableFuture<@Nullable RuntimeException> seen = new CompletableFuture<>();
    turn =
        new Turn(
            handedIn::add,
            () -> {
              seen.complete(turn().refusal());
              return false;
            });
    turn.signalled();
    assertNull(turn.refusal());
    assertFalse(seen.isDone());
    assertInstanceOf(Droppable.class, handedIn.get(0)).dropped();
    assertInstanceOf(RejectedExecutionException.class, seen.get());
  }

  @Test
  void shouldNotRunInAThreadThatSignalsWhenAnotherSignalsMeanwhile() throws Exception {
    CompletableFuture<Thread> ranIn = new CompletableFuture<>();
    Executor callerRuns =
        task -> {
          Thread another = new Thread(() -> turn().signalled());
          another.start();
          joinQuietly(another);
          task.run();
        };
    turn =
        new Turn(
            callerRuns,
            () -> {
              ranIn.complete(Thread.currentThread());
              return false;
            });
    turn.signalled();
    assertNotSame(Thread.currentThread(), ranIn.get());
  }

  @Test
  void shouldNotNestWhenAFullExecutorHasTheThreadGoOn() {
    int[] depth = new int[2];
    turn =
        new Turn(
            task -> {
              depth[1] = Math.max(depth[1], ++depth[0]);
              task.run();
              depth[0]--;
            },
            () -> ++looks < 10_000);
    turn.due();
    assertEquals(10_000, looks);
    assertEquals(2, depth[1]); // the turn, and in it what was handed in for the next
    assertNull(turn().refusal());
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
