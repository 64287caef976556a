package io.cero.pipe;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A release hook that several hold: the original runs once, by whoever lets go last.
 *
 * <p>Any thread may let go; only the sender, which holds it itself meanwhile, retains.
 */
final class SharedRelease implements Runnable {
  private final Runnable original;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** A hook that its sender holds. */
  SharedRelease(Runnable original) {
    this.original = original;
  }

  /** One more holds it. */
  void retain() {
    holders.incrementAndGet();
  }

  /** One lets go. */
  @Override
  public void run() {
    if (holders.decrementAndGet() == 0) {
      original.run();
    }
  }
}
