package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerTest {
  private static final int STAY = 3;

  private final Owner owner = new Owner(STAY);
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  private <T> T elsewhere(Callable<T> call) throws InterruptedException, ExecutionException {
    return other.submit(call).get();
  }

  private void moveIn() {
    for (int i = 0; i <= STAY; i++) {
      assertTrue(owner.tryEnter());
      owner.exit();
    }
  }

  @Test
  void shouldRefuseAnotherThreadWhileAVisitorIsInside() throws Exception {
    assertTrue(owner.tryEnter());
    assertFalse(elsewhere(owner::tryEnter));
    assertSame(Thread.currentThread(), elsewhere(owner::current));
    owner.exit();
    assertTrue(elsewhere(owner::tryEnter));
  }

  @Test
  void shouldRefuseAnotherThreadWhileTheResidentIsInside() throws Exception {
    moveIn();
    assertTrue(owner.tryEnter());
    assertFalse(elsewhere(owner::tryEnter));
    assertSame(Thread.currentThread(), elsewhere(owner::current));
    owner.exit();
    assertNull(owner.current());
    assertTrue(elsewhere(owner::tryEnter));
    assertFalse(owner.tryEnter());
  }

  @Test
  void shouldRefuseACallFromWithinACall() {
    assertTrue(owner.tryEnter());
    assertFalse(owner.tryEnter());
    owner.exit();
    moveIn();
    assertTrue(owner.tryEnter());
    assertFalse(owner.tryEnter());
    owner.exit();
    assertTrue(owner.tryEnter());
  }

  @Test
  void shouldRefuseACallFromWithinACallOfAResidentThatWasRevoked() throws Exception {
    moveIn();
    assertTrue(owner.tryEnter());
    assertFalse(elsewhere(owner::tryEnter));
    assertFalse(owner.tryEnter());
    owner.exit();
    assertTrue(owner.tryEnter());
    assertFalse(elsewhere(owner::tryEnter));
  }

  @Test
  void shouldLetAnotherInWhenTheResidentHasDied() throws Exception {
    Thread resident = new Thread(this::moveIn);
    resident.start();
    resident.join();
    assertTrue(owner.tryEnter());
    assertSame(Thread.currentThread(), owner.current());
  }

  @Test
  void shouldServeTwoThreadsInTurnWithoutOverlap() throws Exception {
    int[] count = new int[1];
    Callable<Void> turns =
        () -> {
          for (int i = 0; i < 20_000; ) {
            if (owner.tryEnter()) {
              count[0]++;
              i++;
              owner.exit();
            }
          }
          return null;
        };
    var there = other.submit(turns);
    turns.call();
    there.get();
    assertEquals(40_000, count[0]);
  }
}
