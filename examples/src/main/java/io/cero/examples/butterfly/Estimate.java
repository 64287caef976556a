package io.cero.examples.butterfly;

import io.cero.Message;
import java.util.SplittableRandom;

/**
 * What is known of an option's price so far. It travels through the pipeline as a message, so that
 * no worker keeps anything: whoever is free takes the next round.
 *
 * @param option which
 * @param rounds how many rounds of simulation went into it
 * @param paths how many simulations
 * @param sum of what they gave
 * @param squares sum of the squares
 */
record Estimate(Option option, int rounds, long paths, double sum, double squares) {
  private static final int PATHS = 10_000;

  /** Nothing is known yet. */
  Estimate(Option option) {
    this(option, 0, 0, 0, 0);
  }

  static Estimate parse(Message message) {
    return new Estimate(
        Option.parse(message.text(0)),
        Integer.parseInt(message.text(1)),
        Long.parseLong(message.text(2)),
        Double.parseDouble(message.text(3)),
        Double.parseDouble(message.text(4)));
  }

  Message toMessage() {
    return Message.of(option.toString(), "" + rounds, "" + paths, "" + sum, "" + squares);
  }

  /** One more round of simulation; the same estimate gives the same one again. */
  Estimate refined() {
    SplittableRandom random = new SplittableRandom((option + " " + rounds).hashCode());
    double more = 0;
    double moreSquares = 0;
    for (int i = 0; i < PATHS; i++) {
      double payoff = option.payoff(random.nextGaussian());
      more += payoff;
      moreSquares += payoff * payoff;
    }
    return new Estimate(option, rounds + 1, paths + PATHS, sum + more, squares + moreSquares);
  }

  double price() {
    return sum / paths;
  }

  /** The standard error: two prices of three are nearer to the truth than that. */
  double error() {
    return Math.sqrt((squares / paths - price() * price()) / paths);
  }
}
