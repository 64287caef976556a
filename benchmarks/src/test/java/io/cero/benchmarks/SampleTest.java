package io.cero.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void shouldTakeTheMedianOfTheLastThreeRoundsWhenThereAreMore() {
    assertEquals(5, sample(100.0, 90.0, 5.0, 80.0, 4.0).value("rate"));
  }

  @Test
  void shouldTakeWhatThereIsWhenThereAreFewerRounds() {
    assertEquals(7, sample(7.0).value("rate"));
    assertEquals(6, sample(5.0, 7.0).value("rate"));
  }

  @Test
  void shouldHaveNoValueWhenThereIsNoRound() {
    assertEquals(Double.NaN, sample().value("rate"));
    assertEquals(Double.NaN, sample(1.0).value("other"));
  }

  private static Sample sample(Double... rounds) {
    return new Sample("line", "abc", "17", Contender.CERO, 1, Map.of("rate", List.of(rounds)));
  }
}
