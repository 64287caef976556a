package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  @Test
  void shouldStandStillUntilItIsAdvanced() {
    FakeClock clock = FakeClock.create(Instant.EPOCH);
    long before = clock.nanoTime();
    assertEquals(before, clock.nanoTime());
    assertEquals(Instant.EPOCH, clock.instant());

    clock.advance(Duration.ofMillis(1500));

    assertEquals(1_500_000_000L, clock.nanoTime() - before);
    assertEquals(Instant.ofEpochMilli(1500), clock.instant());
  }

  @Test
  void shouldOverflowSoonSoThatComparisonsAreFoundOut() {
    FakeClock clock = FakeClock.create();
    long before = clock.nanoTime();
    clock.advance(Duration.ofSeconds(1));
    assertTrue(clock.nanoTime() < before);
    assertTrue(clock.nanoTime() - before > 0);
  }

  @Test
  void shouldRefuseToGoBack() {
    FakeClock clock = FakeClock.create();
    long before = clock.nanoTime();
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
    assertEquals(before, clock.nanoTime());
  }

  @Test
  void shouldBeTheSystemsTimeWhenTheClockIsTheSystems() {
    long before = System.nanoTime();
    long now = Clock.system().nanoTime();
    long after = System.nanoTime();
    assertTrue(now - before >= 0 && after - now >= 0);
  }
}
