package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private final TimerQueue queue = new TimerQueue();
  private Context context;
  private EventLoop loop;

  @BeforeEach
  void makeLoop() {
    context = Context.create(o -> o.ioThreads(0));
    loop = EventLoop.create(context);
  }

  @AfterEach
  void closeAll() {
    loop.close();
    context.close();
  }

  private Timer timer() {
    return new Timer(loop, 0, 0, timer -> {});
  }

  private Timer entered(long deadline) {
    Timer timer = timer();
    queue.enter(timer, deadline);
    return timer;
  }

  private Timer takeDue(long now) {
    return queue.takeDue(now, Long.MAX_VALUE);
  }

  @Test
  void shouldGiveTheEarliestFirstAndOnlyOnceItIsDue() {
    Timer late = entered(30);
    Timer early = entered(10);
    assertEquals(3, queue.untilFirst(7));
    assertNull(takeDue(9));
    assertSame(early, takeDue(10));
    assertFalse(early.isActive());
    assertNull(takeDue(29));
    assertSame(late, takeDue(1000));
    assertTrue(queue.isEmpty());
    assertNull(takeDue(1000));
  }

  @Test
  void shouldKeepTheOrderOfEntryWhenDeadlinesAreEqual() {
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      timers.add(entered(5));
    }
    for (Timer expected : timers) {
      assertSame(expected, takeDue(5));
    }
  }

  @Test
  void shouldNotGiveWhatWasEnteredLaterWhenAskedForWhatWasThere() {
    Timer there = entered(5);
    long beforeEntry = queue.nextEntry();
    Timer added = entered(5);
    assertSame(there, queue.takeDue(5, beforeEntry));
    assertNull(queue.takeDue(5, beforeEntry));
    assertSame(added, takeDue(5));
  }

  @Test
  void shouldMoveATimerWhenItIsEnteredAgain() {
    Timer first = entered(10);
    Timer second = entered(20);
    queue.enter(first, 30);
    assertEquals(2, queue.size());
    assertSame(second, takeDue(100));
    assertSame(first, takeDue(100));
  }

  @Test
  void shouldLeaveNothingBehindWhenATimerIsCancelled() {
    Timer one = entered(10);
    Timer other = entered(20);
    queue.cancel(one);
    queue.cancel(one);
    queue.cancel(timer());
    assertFalse(one.isActive());
    assertEquals(1, queue.size());
    queue.clear();
    assertFalse(other.isActive());
    assertTrue(queue.isEmpty());
  }

  @Test
  void shouldOrderDeadlinesWhenTheClockOverflows() {
    Timer after = entered(Long.MIN_VALUE + 5);
    Timer before = entered(Long.MAX_VALUE - 5);
    assertEquals(5, queue.untilFirst(Long.MAX_VALUE - 10));
    assertSame(before, takeDue(Long.MAX_VALUE));
    assertNull(takeDue(Long.MAX_VALUE));
    assertSame(after, takeDue(Long.MIN_VALUE + 5));
  }

  @Test
  void shouldAgreeWithASortedListWhateverIsEnteredMovedAndCancelled() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Comparator<Timer> order =
        Comparator.comparingLong((Timer timer) -> timer.deadline)
            .thenComparingLong(timer -> timer.entry);
    List<Timer> model = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int choice = random.nextInt(10);
      if (model.isEmpty() || choice < 5) {
        model.add(entered(random.nextInt(1000)));
      } else if (choice < 7) {
        queue.enter(model.get(random.nextInt(model.size())), random.nextInt(1000));
      } else if (choice < 8) {
        queue.cancel(model.remove(random.nextInt(model.size())));
      } else {
        model.sort(order);
        assertSame(model.remove(0), takeDue(1000), "seed " + seed);
      }
      assertEquals(model.size(), queue.size(), "seed " + seed);
    }
    model.sort(order);
    for (Timer expected : model) {
      assertSame(expected, takeDue(1000), "seed " + seed);
    }
  }
}
