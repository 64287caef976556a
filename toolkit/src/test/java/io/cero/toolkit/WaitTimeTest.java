package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitTimeTest {
  private final WaitTime time = new WaitTime();

  @Test
  void shouldBeExactWhenTheLastWaitFoundNothing() {
    assertEquals(Duration.ofNanos(1_000_001), time.of(1_000_001));
    time.ended(true);
    time.ended(false);
    assertEquals(Duration.ofNanos(1_000_001), time.of(1_000_001));
  }

  @Test
  void shouldBeAPowerOfTwoThatIsThereWhenTheLastWaitFoundSomething() {
    time.ended(true);
    assertEquals(Duration.ofNanos(1), time.of(1));
    assertEquals(Duration.ofNanos(1024), time.of(1024));
    assertEquals(Duration.ofNanos(1024), time.of(2047));
    assertEquals(Duration.ofNanos(1L << 62), time.of(Long.MAX_VALUE));
    assertSame(time.of(5), time.of(7));
  }

  @Test
  void shouldBeNothingWhenTheTimeHasCome() {
    assertEquals(Duration.ZERO, time.of(0));
    time.ended(true);
    assertEquals(Duration.ZERO, time.of(-1));
  }
}
