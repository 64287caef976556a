package io.cero.campaigns.frame;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Something took longer than it may. Carries what every thread did at that moment. */
public final class LateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String threads;

  public LateException(String message) {
    this(message, dump());
  }

  private LateException(String message, String threads) {
    super(message);
    this.threads = threads;
  }

  /** The same, told where it happened. */
  public LateException in(String where) {
    LateException same = new LateException(getMessage() + ", in " + where, threads);
    same.setStackTrace(getStackTrace());
    return same;
  }

  /** What every thread did. */
  public String threads() {
    return threads;
  }

  private static String dump() {
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
      LockInfo lock = thread.getLockInfo();
      if (lock != null) {
        text.append(" on ").append(lock).append(" of ").append(thread.getLockOwnerName());
      }
      text.append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }
}
