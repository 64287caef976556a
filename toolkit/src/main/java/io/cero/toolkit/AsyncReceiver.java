package io.cero.toolkit;

import io.cero.Message;
import io.cero.Receiver;
import io.cero.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** A socket whose messages come as futures, or to a subscriber; see {@link AsyncSocket}. */
public sealed interface AsyncReceiver extends AutoCloseable permits AsyncSocket {

  /**
   * Takes over a socket to receive from it. From now on nobody else uses it.
   *
   * @param executor what completes futures and calls subscribers
   * @throws IllegalArgumentException if the executor runs tasks in the thread that hands them in
   * @throws IllegalStateException if the socket was taken over before
   * @throws java.util.concurrent.RejectedExecutionException if the executor is shut down
   */
  static <S extends Socket & Receiver> AsyncReceiver of(S socket, Executor executor) {
    return new AsyncSocket(socket, null, socket, executor);
  }

  /**
   * Asks for the next message that nobody has asked for before. Any thread; never waits.
   *
   * @return completed with the message; or exceptionally, with a {@link io.cero.ClosedException} if
   *     the socket is closed before there is one, with an {@link io.cero.OutOfTurnException} if the
   *     pattern does not receive now. If it is cancelled, or completed by somebody else, it takes
   *     no message
   */
  CompletableFuture<Message> receive();

  /**
   * Returns the messages as a stream for one subscriber at a time. A message is taken from the
   * socket only when the subscriber has requested it: until then it waits there, and when the marks
   * are reached, with the peer. Futures that wait are served before the subscriber.
   *
   * <p>The stream completes when the socket is closed. A subscriber that comes while there is one
   * gets an {@link IllegalStateException}, where it subscribes; when that one has cancelled, the
   * next goes on with the next message. Who throws has cancelled.
   */
  Flow.Publisher<Message> messages();

  /** Closes the socket; what is pending fails. Any thread; a second call does nothing. */
  @Override
  void close();
}
