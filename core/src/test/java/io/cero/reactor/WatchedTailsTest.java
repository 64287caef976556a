package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class WatchedTailsTest {
  private static final class Stream extends Tail {
    boolean goesOn = true;
    boolean tended = true;

    @Override
    protected boolean onLook() {
      return goesOn;
    }

    @Override
    boolean isTended() {
      return tended;
    }
  }

  private final WatchedTails tails = new WatchedTails();

  private void enter(Tail tail) {
    tail.enter();
    tails.add(tail);
  }

  private long pauseAfterLooks(int looks) {
    for (int i = 0; i < looks; i++) {
      tails.look();
    }
    return tails.pause();
  }

  @Test
  void shouldPauseLongerAndLongerWhileThePublisherWritesOutByItself() {
    enter(new Stream());
    assertEquals(IoThread.SHORTEST_LOOK, pauseAfterLooks(1));
    assertEquals(2 * IoThread.SHORTEST_LOOK, pauseAfterLooks(1));
    assertEquals(IoThread.LONGEST_LOOK, pauseAfterLooks(10));
  }

  @Test
  void shouldLookSoonAgainWhenOneOfThemDoesNotWriteOutByItself() {
    enter(new Stream());
    Stream other = new Stream();
    enter(other);
    pauseAfterLooks(10);
    other.tended = false;
    assertEquals(IoThread.SHORTEST_LOOK, pauseAfterLooks(1));
  }

  @Test
  void shouldLookSoonAgainWhenANewOneWasEntered() {
    Stream first = new Stream();
    enter(first);
    pauseAfterLooks(10);
    enter(new Stream());
    assertEquals(IoThread.SHORTEST_LOOK, pauseAfterLooks(1));
  }

  @Test
  void shouldBeginWithTheShortestPauseWhenOneIsEnteredAfterTheLastWasOver() {
    Stream first = new Stream();
    enter(first);
    pauseAfterLooks(10);
    first.goesOn = false;
    assertFalse(tails.look());
    enter(new Stream());
    assertEquals(IoThread.SHORTEST_LOOK, pauseAfterLooks(1));
  }
}
