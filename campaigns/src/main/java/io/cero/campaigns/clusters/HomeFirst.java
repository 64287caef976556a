package io.cero.campaigns.clusters;

/**
 * Finds tasks that went abroad although a worker at home was idle, as far as it can be proven from
 * outside the broker. For one cluster, and one thread.
 *
 * <p>A broker learns from one message that a worker is idle and what its last task's client is to
 * be told. So once a client at home has that reply, the worker is idle for the broker, until it is
 * given its next task; and that cannot be before this is asked for. If another request of the same
 * cluster was asked for and answered from abroad in between, the broker had an idle worker when it
 * sent it away.
 *
 * <pre>
 *   the client has the reply             the worker's next task is asked for
 *   ──────┬────────────────────────────────────────────┬──────► time
 *         │   asked for ────────► answered from abroad │
 * </pre>
 */
final class HomeFirst {
  private static final int KEPT = 1 << 14;

  // Of those that came from abroad last, in the order of their answers.
  private final long[] answered = new long[KEPT];

  /** The latest time at which one of those up to here was asked for. */
  private final long[] asked = new long[KEPT];

  private long abroad;
  private long looks;
  private long found;

  /** A request was answered from abroad. Calls come in the order of the answers. */
  void wentAbroad(long askedAt, long answeredAt) {
    long latest = askedAt;
    if (abroad > 0) {
      latest = Math.max(latest, asked[place(abroad - 1)]);
    }
    answered[place(abroad)] = answeredAt;
    asked[place(abroad)] = latest;
    abroad++;
  }

  /** A worker that was idle for certain from some time on has a task, asked for at another. */
  void wasIdle(long from, long taskAskedAt) {
    looks++;
    for (long i = abroad - 1; i >= Math.max(0, abroad - KEPT); i--) {
      if (answered[place(i)] < taskAskedAt) {
        if (asked[place(i)] >= from) {
          found++;
        }
        return;
      }
    }
  }

  private static int place(long number) {
    return (int) (number % KEPT);
  }

  /** How many times it was looked whether a worker had been idle. */
  long looks() {
    return looks;
  }

  /** How many workers were idle while a task went abroad. */
  long found() {
    return found;
  }
}
