package io.cero.campaigns.soak;

/** The numbers that came of one incarnation of a sender. For one thread. */
final class SoakSequence {
  /** What a number is, after those before it. */
  enum Verdict {
    NEXT,
    /** Others before it have not come. */
    BEHIND_A_GAP,
    /** One that was missing. */
    OUT_OF_ORDER,
    /** It has come already, or so long ago that nobody knows. */
    TWICE
  }

  private static final int KEPT = 8_192;

  private final long[] come = new long[KEPT / Long.SIZE];
  private long next;

  /**
   * Begins one.
   *
   * @param next what is to come first; what was before is somebody else's
   */
  SoakSequence(long next) {
    this.next = next;
  }

  /** Takes the next number. */
  Verdict take(long number) {
    if (number >= next) {
      Verdict verdict = number == next ? Verdict.NEXT : Verdict.BEHIND_A_GAP;
      for (long i = Math.max(next, number - KEPT + 1); i < number; i++) {
        come[word(i)] &= ~bit(i);
      }
      come[word(number)] |= bit(number);
      next = number + 1;
      return verdict;
    }
    if (next - number > KEPT || (come[word(number)] & bit(number)) != 0) {
      return Verdict.TWICE;
    }
    come[word(number)] |= bit(number);
    return Verdict.OUT_OF_ORDER;
  }

  /** One more than the highest that came. */
  long next() {
    return next;
  }

  private static int word(long number) {
    return (int) (number % KEPT) / Long.SIZE;
  }

  private static long bit(long number) {
    return 1L << number;
  }
}
