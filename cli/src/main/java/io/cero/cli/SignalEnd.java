package io.cero.cli;

import io.cero.Context;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the JVM with exit status 0 when a signal (SIGINT, SIGTERM, SIGHUP) asks it to end.
 *
 * <p>Left alone, a JVM that a signal ends has the signal's number in its exit status, even if the
 * program ended as it should. So a shutdown hook closes the context and then halts.
 */
final class SignalEnd implements AutoCloseable {
  private final Thread hook;

  private SignalEnd(Context context) {
    hook =
        new Thread(
            () -> {
              try {
                context.close();
              } finally {
                Runtime.getRuntime().halt(0);
              }
            },
            "cero-end");
  }

  /** Has a signal close a context and end the JVM, until this is closed. */
  static SignalEnd closing(Context context) {
    SignalEnd end = new SignalEnd(context);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** Waits for the end of the JVM if a signal has begun it. */
  @SuppressWarnings("InfiniteLoopStatement")
  void awaitIfUnderWay() {
    if (remove()) {
      return;
    }
    while (true) {
      LockSupport.park(this);
    }
  }

  /** False if the JVM is ending already. */
  private boolean remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return true;
    } catch (IllegalStateException ending) {
      return false;
    }
  }

  @Override
  public void close() {
    awaitIfUnderWay();
  }
}
