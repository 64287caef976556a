package io.cero.campaigns.soak;

import java.util.Locale;

/** What is done to a link, or to a process with all its links. */
enum SoakFault {
  /** The connections are reset. */
  RESET(20, true),
  /** The connections are reset after some bytes more, in the middle of a message. */
  CUT(10, true),
  /** Nothing passes for 0.1 to 2 s. */
  STALL(14, false),
  /** Somebody connects to a listener of ours and talks rubbish. */
  GARBAGE(12, false),
  /** A socket of ours is closed and made anew. */
  REMAKE(14, true),
  /** The bound end stops listening and listens again. */
  REBIND(9, false),
  /** The connecting end disconnects and connects again. */
  RECONNECT(11, true),
  /** A process stands still (SIGSTOP) for a second. */
  STOP(5, false),
  /** A process is killed (SIGKILL) and started again. */
  KILL(5, true);

  /** How often it comes, in a hundred. */
  final int weight;

  /** Whether what is under way may be lost. */
  final boolean mayLose;

  SoakFault(int weight, boolean mayLose) {
    this.weight = weight;
    this.mayLose = mayLose;
  }

  /** The one that a number from 0 to 99 stands for. */
  static SoakFault of(int die) {
    int left = die;
    for (SoakFault fault : values()) {
      left -= fault.weight;
      if (left < 0) {
        return fault;
      }
    }
    throw new IllegalArgumentException("no number below a hundred: " + die);
  }

  /** What reports call it: {@code reset}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isOfProcess() {
    return this == STOP || this == KILL;
  }
}
