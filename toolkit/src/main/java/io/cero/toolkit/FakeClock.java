package io.cero.toolkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock for tests: it stands still until it is advanced by hand.
 *
 * <pre>{@code
 * FakeClock clock = FakeClock.create();
 * EventLoop loop = EventLoop.create(context, clock);
 * loop.after(Duration.ofHours(1), timer -> System.out.println("an hour has gone by"));
 * clock.advance(Duration.ofHours(1));
 * loop.turn();
 * }</pre>
 *
 * <p>A loop that waits for a time of this clock sleeps until the clock is advanced. Any thread may
 * advance it; the loop wakes up in its own. Monotonic time begins shortly before it overflows, so
 * that code which compares two times in place of subtracting them is found out.
 */
public final class FakeClock extends Clock {
  private static final long UNTIL_OVERFLOW = 1_000;

  private final Instant start;
  private final AtomicLong elapsed = new AtomicLong();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private FakeClock(Instant start) {
    this.start = start;
  }

  /** Makes a clock on which it is the beginning of 2000 in UTC. */
  public static FakeClock create() {
    return create(Instant.parse("2000-01-01T00:00:00Z"));
  }

  /** Makes a clock on which it is a given time. */
  public static FakeClock create(Instant start) {
    return new FakeClock(start);
  }

  /**
   * Lets time go by, monotonic and wall time alike.
   *
   * @throws IllegalArgumentException if it is negative: time does not go back
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(time + " is negative: time does not go back");
    }
    elapsed.addAndGet(time.toNanos());
    listeners.forEach(Runnable::run);
  }

  @Override
  public long nanoTime() {
    return Long.MAX_VALUE - UNTIL_OVERFLOW + elapsed.get();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(elapsed.get());
  }

  @Override
  boolean flows() {
    return false;
  }

  @Override
  void addJumpListener(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  void removeJumpListener(Runnable listener) {
    listeners.remove(listener);
  }

  @Override
  public String toString() {
    return "a fake clock on which it is " + instant();
  }
}
