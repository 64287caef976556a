package io.cero.toolkit;

import io.cero.Message;
import io.cero.Sender;
import io.cero.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A socket that takes messages as futures; see {@link AsyncSocket}. */
public sealed interface AsyncSender extends AutoCloseable permits AsyncSocket {

  /**
   * Takes over a socket to send through it. From now on nobody else uses it.
   *
   * @param executor what completes futures
   * @throws IllegalArgumentException if the executor runs tasks in the thread that hands them in
   * @throws IllegalStateException if the socket was taken over before
   * @throws java.util.concurrent.RejectedExecutionException if the executor is shut down
   */
  static <S extends Socket & Sender> AsyncSender of(S socket, Executor executor) {
    return new AsyncSocket(socket, socket, null, executor);
  }

  /**
   * Sends a message as soon as that is possible, behind those that were given before. Any thread;
   * never waits. What is given waits in memory without a limit: who sends a stream waits for the
   * future.
   *
   * @return completed when the message is in a queue to a peer (or dropped, where the pattern
   *     drops); or exceptionally, and then it was not sent: with a {@link io.cero.ClosedException}
   *     if the socket is closed before, with what {@code send} throws otherwise. If it is
   *     cancelled, or completed by somebody else, nothing is sent
   */
  CompletableFuture<@Nullable Void> send(Message message);

  /** Sends a message of these frames, text in UTF-8, as {@link #send(Message)} does. */
  default CompletableFuture<@Nullable Void> send(String... frames) {
    return send(Message.of(frames));
  }

  /**
   * Closes the socket; what is pending fails, what was sent lingers. Any thread; a second call does
   * nothing.
   */
  @Override
  void close();
}
