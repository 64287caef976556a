package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.reactor.Burst;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long now;
  private int looks;
  private final Pace pace =
      new Pace(
          () -> {
            looks++;
            return now;
          });

  /** Publishes a message whose links take a time to write it; says what they were told. */
  private boolean publish(long nanos) {
    pace.begin();
    boolean stream = pace.isStream();
    now += nanos;
    assertEquals(stream, pace.isStream());
    pace.end();
    return stream;
  }

  @Test
  void shouldBeNoStreamWhenNothingWasPublishedBefore() {
    assertFalse(publish(0));
  }

  @Test
  void shouldBeAStreamWhenMessagesFollowAtOnceHoweverLongTheirWritesTake() {
    publish(100 * Burst.QUIET);
    assertTrue(publish(100 * Burst.QUIET));
    assertTrue(publish(100 * Burst.QUIET));
  }

  @Test
  void shouldBeNoStreamWhenThereWasAPause() {
    publish(0);
    now += Burst.QUIET;
    assertFalse(publish(0));
    assertTrue(publish(0));
  }

  @Test
  void shouldLookAtNoClockWhenNobodyAsks() {
    looks = 0;
    pace.begin();
    pace.end();
    assertEquals(0, looks);
  }
}
