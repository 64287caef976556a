package io.cero.reactor;

/**
 * Something that is to happen on a reactor at a time, and can be put off or called off.
 *
 * <p>Owned by the reactor's driver: set, moved and cancelled only there.
 */
public final class Timer {
  final Runnable action;
  long deadline;
  int index = -1;

  /** A timer that is not set. */
  public Timer(Runnable action) {
    this.action = action;
  }
}
