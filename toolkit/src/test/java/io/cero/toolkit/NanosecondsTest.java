package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NanosecondsTest {
  @Test
  void shouldBeBoundedWhenADurationIsTooLong() {
    assertEquals(1_000_000, Nanoseconds.of(Duration.ofMillis(1)));
    assertEquals(Long.MAX_VALUE, Nanoseconds.of(Duration.ofSeconds(Long.MAX_VALUE)));
    assertEquals(Long.MIN_VALUE, Nanoseconds.of(Duration.ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void shouldBeNothingWhenADelayIsNegative() {
    assertEquals(0, Nanoseconds.delay(Duration.ofNanos(-1)));
    assertEquals(0, Nanoseconds.delay(Duration.ofSeconds(Long.MIN_VALUE)));
    assertEquals(7, Nanoseconds.delay(Duration.ofNanos(7)));
    assertEquals(Nanoseconds.LONGEST_DELAY, Nanoseconds.delay(Duration.ofDays(365_000)));
  }
}
