package io.cero.campaigns.frame;

/** When a disturbance comes, relative to the call. */
public enum Timing {
  /** Before it begins. */
  BEFORE,
  /** As it begins. */
  AT_ONCE,
  /** Some microseconds into it. */
  SOON,
  /** When it has gone to sleep, or two milliseconds into it. */
  ASLEEP
}
