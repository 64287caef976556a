package io.cero.session;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of messages that a socket's thread sends one after another, knowing where it ends: each
 * link that got any is flushed once, at the end, by that thread.
 *
 * <p>Owned by the thread inside the socket.
 */
public final class Run {
  private final List<Sending> links = new ArrayList<>();
  private boolean underWay;

  /** Begins a run; {@link #end} must follow before the thread waits or leaves the socket. */
  public void begin() {
    underWay = true;
  }

  /** True between {@link #begin} and {@link #end}. */
  boolean isUnderWay() {
    return underWay;
  }

  /** A message was published into a link that had none of this run. */
  void add(Sending link) {
    links.add(link);
  }

  /** Writes out what was published since the run began. */
  public void end() {
    underWay = false;
    for (int i = 0; i < links.size(); i++) {
      links.get(i).endBurst();
    }
    links.clear();
  }
}
