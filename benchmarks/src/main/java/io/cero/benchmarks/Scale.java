package io.cero.benchmarks;

/**
 * How much is measured.
 *
 * @param pairs how often each contender is run, in alternation
 * @param rounds how many rounds a run has; the last three count, the others warm up
 * @param factor how many messages a round has, against the full number
 */
record Scale(int pairs, int rounds, double factor) {
  /** The rounds of a contender's own programs: what is compiled beforehand needs few to be warm. */
  int rounds(Contender contender) {
    boolean compiled = contender == Contender.LIBZMQ || contender == Contender.RAW;
    return compiled ? Math.min(rounds, 3) : rounds;
  }

  /** So many messages a round, in whole hundreds. */
  int count(int full) {
    return (int) Math.max(1, full * factor / 100) * 100;
  }
}
