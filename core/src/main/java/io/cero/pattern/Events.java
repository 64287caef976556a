package io.cero.pattern;

import io.cero.SocketEvent;
import java.util.function.LongFunction;

/** Where a socket's happenings are told. Any thread; never waits. */
@FunctionalInterface
public interface Events {
  /** Tells an event, which is made only if somebody listens; the number is its sequence. */
  void emit(LongFunction<SocketEvent> event);

  /**
   * False if nobody listens. What every connection tells asks first: else each fresh JVM would make
   * a class for each of those events on its way to the first message.
   */
  default boolean areHeard() {
    return true;
  }

  /** Something begins of which may be told even once the socket is closed. */
  default void begins() {}

  /** It has ended, and nothing is told of it any more. */
  default void ends() {}
}
