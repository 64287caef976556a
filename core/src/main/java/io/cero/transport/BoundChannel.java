package io.cero.transport;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening, non-blocking channel with what has to be tidied up behind it. */
public interface BoundChannel extends AutoCloseable {

  /** Returns the channel to register for accepting. Close it through {@link #close} only. */
  ServerSocketChannel channel();

  /** Returns where it really listens, wildcards replaced: what a peer can connect to. */
  String endpoint();

  /**
   * Accepts one connection, non-blocking and configured; null if none is waiting.
   *
   * @throws IOException if accepting failed, for example because of too many open files; waiting
   *     connections keep the channel ready then, so the caller should pause before it tries again
   */
  @Nullable SocketChannel accept() throws IOException;

  /**
   * Returns how the peer of an accepted connection is shown, for example {@code
   * tcp://127.0.0.1:41234}; for transports whose peers have no address, the {@link #endpoint}.
   */
  String describePeer(SocketChannel accepted);

  /**
   * Gives back the name under which others find it, if no selector is needed for that: a socket's
   * file. It is free on return, and nobody new comes. {@link #close} has to follow. Any thread; may
   * be called more than once.
   */
  default void withdraw() throws IOException {}

  /**
   * Stops listening and removes what binding created. While the channel is registered with a
   * selector the port is free only after that selector's next selection. May be called more than
   * once.
   */
  @Override
  void close() throws IOException;
}
