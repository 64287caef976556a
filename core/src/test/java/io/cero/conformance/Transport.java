package io.cero.conformance;

import java.util.concurrent.atomic.AtomicInteger;

/** The transports over which the suite runs. */
enum Transport {
  TCP,
  IPC,
  INPROC;

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** An endpoint to bind that nobody else has: a wildcard, or a fresh name. */
  String fresh() {
    return switch (this) {
      case TCP -> "tcp://127.0.0.1:*";
      case IPC -> "ipc://*";
      case INPROC -> "inproc://conformance-" + NAMES.incrementAndGet();
    };
  }

  /** True if there is a connection with a handshake between two sockets. */
  boolean hasConnections() {
    return this != INPROC;
  }
}
