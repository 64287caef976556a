package io.cero.examples;

import io.cero.Context;
import java.io.PrintStream;

/** What a {@link Demo} runs. */
@FunctionalInterface
public interface Program {
  /**
   * Runs to its end, or until its thread is interrupted or its context closed: it lets the
   * exceptions through that say so. What it has opened is closed with the context.
   *
   * @param context its own
   * @param arguments what its command line says
   * @param out where it says what happens
   * @throws Exception if it fails; an {@link ArgumentException} if its arguments do not fit
   */
  void run(Context context, Arguments arguments, PrintStream out) throws Exception;
}
