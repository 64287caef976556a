package io.cero.benchmarks.programs;

import java.util.Arrays;
import java.util.Map;

/** One of the tiny programs that the benchmarks run, with its arguments as words. */
@FunctionalInterface
interface Program {
  void run(String[] arguments) throws Exception;

  /** Runs the program that the first word names, with the other words. */
  static void choose(Map<String, Program> programs, String[] words) throws Exception {
    Program program = words.length == 0 ? null : programs.get(words[0]);
    if (program == null) {
      System.err.println("programs: " + String.join(" ", programs.keySet()));
      System.exit(2);
    }
    program.run(Arrays.copyOfRange(words, 1, words.length));
    System.out.flush();
  }
}
