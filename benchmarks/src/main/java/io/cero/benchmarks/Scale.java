package io.cero.benchmarks;

/**
 * How much is measured.
 *
 * @param pairs how often each contender is run, in alternation
 * @param rounds how many rounds a run has; the last three count, the others warm up
 * @param factor how many messages a round has, against the full number
 */
record Scale(int pairs, int rounds, double factor) {
  /** How many times as many rounds there are where one lasts a fraction of a second. */
  private static final int SHORT_ROUNDS = 3;

  /** The rounds of a contender's own programs: what is compiled beforehand needs few to be warm. */
  int rounds(Contender contender) {
    return isCompiled(contender) ? Math.min(rounds, 3) : rounds;
  }

  /**
   * The same where a round lasts a fraction of a second: a JVM still compiles in the fifth of
   * those, and has settled by the tenth.
   */
  int shortRounds(Contender contender) {
    return isCompiled(contender) ? rounds(contender) : rounds * SHORT_ROUNDS;
  }

  private static boolean isCompiled(Contender contender) {
    return contender == Contender.LIBZMQ || contender == Contender.RAW;
  }

  /** So many messages a round, in whole hundreds. */
  int count(int full) {
    return (int) Math.max(1, full * factor / 100) * 100;
  }
}
