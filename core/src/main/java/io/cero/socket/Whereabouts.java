package io.cero.socket;

import io.cero.reactor.Reactor;
import io.cero.reactor.Threads;
import io.cero.reactor.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On which reactors the things live that one thread waits for, and so how it waits: it drives when
 * there is just one, and parks otherwise.
 *
 * <p>Kept up to date entry by entry, so that a wait costs the same for two things and for two
 * thousand. Owned by the waiting thread.
 */
public final class Whereabouts {
  private final List<Count> counts = new ArrayList<>(1);
  private int scattered;

  /** How many things live on a reactor. */
  private static final class Count {
    final Reactor reactor;
    int things;

    Count(Reactor reactor) {
      this.reactor = reactor;
    }
  }

  /** A thing that lives nowhere yet. */
  public Entry entry() {
    return new Entry();
  }

  /** Where one thing lives: nowhere, on one reactor, or on several. */
  public final class Entry {
    private @Nullable Reactor reactor;
    private boolean several;

    /** Takes note of where a socket lives now. Inside the socket. */
    public void of(SocketCore socket) {
      Reactor sole = socket.endpoints().soleReactor();
      set(sole, sole == null && socket.endpoints().reactor() != null);
    }

    /** Takes note that a thing lives on one reactor. */
    void of(Reactor only) {
      set(only, false);
    }

    /** The thing is not waited for any more. */
    public void remove() {
      set(null, false);
    }

    private void set(@Nullable Reactor now, boolean nowSeveral) {
      if (now != reactor) {
        count(reactor, -1);
        count(now, 1);
        reactor = now;
      }
      if (nowSeveral != several) {
        scattered += nowSeveral ? 1 : -1;
        several = nowSeveral;
      }
    }
  }

  private void count(@Nullable Reactor reactor, int change) {
    if (reactor == null) {
      return;
    }
    for (int i = 0; i < counts.size(); i++) {
      Count count = counts.get(i);
      if (count.reactor == reactor) {
        count.things += change;
        if (count.things == 0) {
          counts.remove(i);
        }
        return;
      }
    }
    Count first = new Count(reactor);
    first.things = change;
    counts.add(first);
  }

  /**
   * The one reactor on which everything lives that lives on any; null if there is none or several.
   */
  @Nullable Reactor sole() {
    return counts.size() == 1 && scattered == 0 ? counts.get(0).reactor : null;
  }

  /**
   * Waits until a waiter is signalled, the time is over or the thread is interrupted; may return
   * early for no reason.
   */
  public void await(Waiter waiter, long nanos) {
    if (counts.isEmpty()) {
      waiter.park(nanos);
    } else {
      boolean one = counts.size() == 1 && scattered == 0;
      counts.get(0).reactor.await(waiter, nanos, one && Threads.mayDrive(), null, 0);
    }
  }
}
