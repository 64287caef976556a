package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DirectReadTest {
  private int reads;
  private boolean something;
  private final DirectRead direct =
      new DirectRead(
          () -> {
            reads++;
            return something;
          });

  private void begin(int waits) {
    for (int i = 0; i < waits; i++) {
      direct.begin();
    }
  }

  @Test
  void shouldGiveReadingFirstUpWhenItHasBeenInVain() {
    begin(DirectRead.PATIENCE + DirectRead.RETRY - 1);
    assertEquals(DirectRead.PATIENCE, reads);
  }

  @Test
  void shouldTryOnceMoreNowAndThenWhenItWasGivenUp() {
    begin(DirectRead.PATIENCE + 3 * DirectRead.RETRY);
    assertEquals(DirectRead.PATIENCE + 3, reads);
  }

  @Test
  void shouldReadFirstEveryTimeWhenThatPaysOffAgain() {
    begin(DirectRead.PATIENCE);
    something = true;
    begin(DirectRead.RETRY);
    reads = 0;
    begin(100);
    assertEquals(100, reads);
  }

  @Test
  void shouldGiveTheSelectorItsTurnWhenReadsFindSomethingAgainAndAgain() {
    something = true;
    begin(DirectRead.TURN - 1);
    assertFalse(direct.isTurnOver());
    begin(1);
    assertTrue(direct.isTurnOver());
    direct.newTurn();
    assertFalse(direct.isTurnOver());
  }
}
