package io.cero.session;

import io.cero.SocketEvent;
import java.util.function.LongFunction;

/** Where a socket's happenings are told. Any thread; never waits. */
@FunctionalInterface
public interface Events {
  /** Tells an event, which is made only if somebody listens; the number is its sequence. */
  void emit(LongFunction<SocketEvent> event);
}
