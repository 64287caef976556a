package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.InterruptedOperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What becomes of the things that the handlers and tasks of a loop throw. Of the loop's thread. */
final class Faults {
  private static final Logger LOG = System.getLogger("io.cero.toolkit");

  private final Context context;
  private FaultHandler handler = Faults::log;

  Faults(Context context) {
    this.context = context;
  }

  /** Says whom to tell, in place of the log. */
  void tell(FaultHandler other) {
    handler = other;
  }

  /** Something was thrown; what is no fault ends here. An interrupt's flag is set afterwards. */
  void thrown(Registration culprit, Throwable fault) {
    if (fault instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return;
    }
    if (fault instanceof InterruptedOperationException && Thread.currentThread().isInterrupted()) {
      return;
    }
    if (fault instanceof ClosedException && isOver(culprit)) {
      return;
    }
    try {
      handler.onFault(culprit, fault);
    } catch (Throwable another) {
      LOG.log(Level.ERROR, "the fault handler of an event loop failed itself", another);
      log(culprit, fault);
    }
  }

  private boolean isOver(Registration culprit) {
    return context.isClosed() || (culprit instanceof Watch watch && watch.station().isClosed());
  }

  private static void log(Registration culprit, Throwable fault) {
    LOG.log(Level.WARNING, culprit + " failed; the event loop goes on", fault);
  }
}
