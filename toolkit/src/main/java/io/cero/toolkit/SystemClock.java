package io.cero.toolkit;

import java.time.Instant;

/** The system's clock. */
final class SystemClock extends Clock {
  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  boolean flows() {
    return true;
  }

  @Override
  void addJumpListener(Runnable listener) {
    // it never jumps
  }

  @Override
  void removeJumpListener(Runnable listener) {
    // there is none
  }

  @Override
  public String toString() {
    return "the system's clock";
  }
}
