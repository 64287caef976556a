package io.cero.campaigns;

import io.cero.campaigns.frame.Course;
import java.io.PrintStream;

/** The progress line: rewritten in place on a terminal, a line each half minute elsewhere. */
final class Terminal implements Course.Progress {
  private static final long ON_TERMINAL_NANOS = 200_000_000L;
  private static final long ELSEWHERE_NANOS = 30_000_000_000L;

  private final String name;
  private final PrintStream out;
  private final boolean inPlace = System.console() != null;
  private long shownNanos;

  Terminal(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void show(long done, long total, long nanos) {
    if (nanos - shownNanos < (inPlace ? ON_TERMINAL_NANOS : ELSEWHERE_NANOS)) {
      return;
    }
    shownNanos = nanos;
    String of = total == Long.MAX_VALUE ? "" : String.format(" of %,d", total);
    String line = String.format("%s: %,d%s rounds, %d s", name, done, of, nanos / 1_000_000_000L);
    if (inPlace) {
      out.print("\r" + line + "   ");
      out.flush();
    } else {
      out.println(line);
    }
  }

  /** Leaves the line. */
  void end() {
    if (inPlace) {
      out.println();
    }
  }
}
