package io.cero.explore;

import java.util.Arrays;

/** The decisions of one run, and after it those of the next: every combination once. */
final class Decisions {
  private int[] taken = new int[256];
  private int[] possible = new int[256];
  private int length;
  private int at;

  /** Decides for one of so many. */
  int next(int options) {
    if (at == length) {
      if (length == taken.length) {
        taken = Arrays.copyOf(taken, 2 * length);
        possible = Arrays.copyOf(possible, 2 * length);
      }
      taken[length] = 0;
      possible[length] = options;
      length++;
    } else if (possible[at] != options) {
      throw new IllegalStateException("the scenario does not repeat itself");
    }
    return taken[at++];
  }

  /** Starts the same run again. */
  void rewind() {
    at = 0;
  }

  /** Goes on to the next run; false if there is none. */
  boolean advance() {
    at = 0;
    while (length > 0 && taken[length - 1] + 1 == possible[length - 1]) {
      length--;
    }
    if (length == 0) {
      return false;
    }
    taken[length - 1]++;
    return true;
  }
}
