package io.cero.benchmarks.programs;

import java.util.Arrays;

/** The words that a program is started with: its name and its arguments. */
final class Words {
  private Words() {}

  /** The program's name; empty if there is none. */
  static String program(String[] words) {
    return words.length == 0 ? "" : words[0];
  }

  /** What follows the name. */
  static String[] arguments(String[] words) {
    return words.length == 0 ? words : Arrays.copyOfRange(words, 1, words.length);
  }

  /** Ends with the complaint that no program has that name. */
  static void refuse(String program) {
    System.err.println("there is no program named \"" + program + "\"");
    System.exit(2);
  }
}
