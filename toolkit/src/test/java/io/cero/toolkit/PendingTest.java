package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of a future whose attempt fails; the rest is in {@link AsyncSocketTest}. */
class PendingTest {
  private final Queue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
  private final Turn turn = new Turn(task -> {}, () -> false);

  private final class Failing extends Pending<String> {
    private final Error fault;

    Failing(Error fault) {
      super(queue, turn);
      this.fault = fault;
    }

    @Override
    boolean attempt() {
      throw fault;
    }

    @Override
    String outcome() {
      return "never";
    }
  }

  @Test
  void shouldFailAndLetTheNextPassWhenTheAttemptThrowsAnError() {
    Error fault = new StackOverflowError("on purpose");
    Failing pending = new Failing(fault);
    assertTrue(pending.serve());
    assertSame(fault, assertThrows(ExecutionException.class, pending::get).getCause());
    assertFalse(pending.complete("too late"));
  }
}
