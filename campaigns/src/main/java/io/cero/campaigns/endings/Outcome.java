package io.cero.campaigns.endings;

/** How a call ended, as {@code docs/reliability.md} lists them. */
public enum Outcome {
  /** It did what it says, or refused at once what cannot be done. */
  DONE,
  /** Its time was over: an empty result, false, or {@code TimedOutException}. */
  TIMED_OUT,
  /** {@code InterruptedOperationException}, or what stands for it; the flag is set. */
  INTERRUPTED,
  /** {@code ClosedException}, or what stands for it. */
  CLOSED
}
