package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaiterSpinTest {
  private final Waiter waiter = new Waiter();

  @Test
  void shouldFindTheTokenWhenAnotherThreadGivesIt() throws InterruptedException {
    Thread other = new Thread(waiter::signal);
    other.start();
    assertTrue(waiter.spin(Long.MAX_VALUE));
    assertFalse(waiter.isOwn());
    assertTrue(waiter.take());
    other.join();
  }

  @Test
  void shouldGiveUpWhenTheTimeIsOver() {
    assertFalse(waiter.spin(1));
  }

  @Test
  void shouldLeaveWhenTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    assertTrue(waiter.spin(Long.MAX_VALUE));
    assertTrue(Thread.interrupted());
    assertFalse(waiter.take());
  }

  @Test
  void shouldKnowItsOwnSignal() {
    assertFalse(waiter.isOwn());
    waiter.signal();
    assertTrue(waiter.isOwn());
  }
}
