package io.cero.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer refused a request, died, or did not answer in time; the message says which. */
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerException(String message) {
    super(message);
  }

  PeerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Waits for a started request, at most twice {@link Peers#DEADLINE}.
   *
   * @throws PeerException if it failed or took longer
   */
  public static <T> T await(CompletableFuture<T> started) {
    try {
      return started.get(2 * Peers.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PeerException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new PeerException(
          "the peer did not answer within " + 2 * Peers.DEADLINE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("interrupted while waiting for the peer", e);
    }
  }
}
