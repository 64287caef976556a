package io.cero.socket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inproc endpoints of a context: who is bound to a name, and who has connected to a name that
 * nobody is bound to yet.
 *
 * <p>Any thread; the monitor is held for a few steps only and never while anything waits.
 */
final class InprocNames {
  /** One that connected before there was somebody. */
  record Waiting(SocketCore socket, InprocLink link) {}

  private final Map<String, SocketCore> bound = new HashMap<>();
  private final Map<String, List<Waiting>> waiting = new HashMap<>();

  /** Binds a name and takes out those who wait for it; null if it is taken. */
  synchronized @Nullable List<Waiting> bind(String name, SocketCore socket) {
    if (bound.putIfAbsent(name, socket) != null) {
      return null;
    }
    List<Waiting> here = waiting.remove(name);
    return here == null ? List.of() : here;
  }

  /** Who is bound to a name; if nobody is, the one who asks is noted. */
  synchronized @Nullable SocketCore boundOrWait(String name, Waiting asking) {
    SocketCore socket = bound.get(name);
    if (socket == null) {
      waiting.computeIfAbsent(name, n -> new ArrayList<>()).add(asking);
    }
    return socket;
  }

  /** Gives a name up. */
  synchronized void unbind(String name, SocketCore socket) {
    bound.remove(name, socket);
  }

  /** Forgets one that waits; false if it does not wait any more. */
  synchronized boolean forget(String name, InprocLink link) {
    List<Waiting> list = waiting.get(name);
    if (list == null || !list.removeIf(each -> each.link() == link)) {
      return false;
    }
    if (list.isEmpty()) {
      waiting.remove(name);
    }
    return true;
  }
}
