package io.cero.campaigns.frame;

import io.cero.campaigns.Campaigns;
import java.util.Optional;

/**
 * A test that is too long for the suite. It goes through rounds, each of which depends on nothing
 * but the seed and its own number; a JUnit test runs a few of them in the suite.
 *
 * <p>To add one: a class that implements this, a line in {@link Campaigns}, and a test.
 */
public interface Campaign {
  /** What the command calls it: lower case, one word or several with hyphens. */
  String name();

  /** What it does, in a line. */
  String summary();

  /** How many rounds it has unless the command says otherwise. */
  long usualRounds();

  /**
   * An object with options of its own, in picocli's terms, which the command line fills in before
   * it runs; its text is what the command line is to say for the same again.
   */
  default Optional<Object> settings() {
    return Optional.empty();
  }

  /**
   * Runs its rounds: {@code while (course.next()) { … course.random() … }}. Whatever it throws is
   * the failure of the round.
   */
  void run(Course course) throws Exception;
}
