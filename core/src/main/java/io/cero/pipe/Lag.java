package io.cero.pipe;

/**
 * Lets one end of a pipe between two threads fall behind the other.
 *
 * <p>Two ends that follow each other message by message move the same cache lines between two cores
 * for each, which takes many times as long as the message does. So an end that has looked, and seen
 * only a few messages more than before, pauses for about as long as {@link #ENOUGH} messages take
 * and looks again: then it has enough for a while. Where the other end does nothing meanwhile, as
 * in a ping-pong, pausing is in vain and soon tried ever more seldom.
 *
 * <p>One object per end, owned by its thread.
 */
final class Lag {
  /** Messages that a look should bring. */
  static final int ENOUGH = 64;

  private static final int FEWEST_PAUSES = 8;
  private static final int MOST_PAUSES = 64;
  private static final int MOST_IN_VAIN = 10;

  private int pauses = FEWEST_PAUSES;
  private int inVain;
  private int skip;

  /**
   * Pauses, if it has been paying off.
   *
   * @return true if it is time to look again
   */
  boolean pause() {
    if (skip > 0) {
      skip--;
      return false;
    }
    for (int i = 0; i < pauses; i++) {
      Thread.onSpinWait();
    }
    return true;
  }

  /** Takes note of how many messages the second look brought beyond the first. */
  void brought(long messages) {
    if (messages < 2) {
      inVain = Math.min(inVain + 1, MOST_IN_VAIN);
      skip = 1 << inVain;
      pauses = FEWEST_PAUSES;
    } else {
      inVain = 0;
      if (messages < ENOUGH) {
        pauses = Math.min(pauses * 2, MOST_PAUSES);
      }
    }
  }
}
