package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Message;
import io.cero.Receiver;
import io.cero.Sender;
import io.cero.Socket;
import java.util.Collections;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A socket used without a thread that waits: futures, and a stream with demand.
 *
 * <pre>{@code
 * try (AsyncSocket client = AsyncSocket.of(dealer, ForkJoinPool.commonPool())) {
 *   client
 *       .send("", "Hello")
 *       .thenCompose(sent -> client.receive())
 *       .thenAccept(reply -> System.out.println(reply.last().text()))
 *       .join();
 * }
 * }</pre>
 *
 * <p><b>Who does the work.</b> The I/O thread moves the bytes, and when something may have become
 * possible it hands a turn to the executor that the caller gives. A turn sends and receives what it
 * can without waiting, and completes futures and calls the subscriber; there is one at a time. So
 * all that depends on a future, and every signal to a subscriber, runs in the executor, one after
 * the other; but a thread that adds it after the completion, or waits for that very future, may run
 * it as well, as with every {@link CompletableFuture}. What takes long in a turn holds the socket
 * up: use the {@code …Async} methods for it; who waits there for a future of the same socket waits
 * for ever. Any executor that has threads of its own will do: the common pool, virtual threads, or
 * an {@link EventLoop}, whose handlers then never meet with a completion. One that runs a task in
 * the thread that hands it in is refused, since that is an I/O thread; where one does so only when
 * it is full, the common pool takes its place for that turn.
 *
 * <p><b>Order.</b> Messages go out in the order of the calls of {@code send}, and come in in that
 * of {@code receive}. Between the two there is none: where a pattern wants turns, as REQ does,
 * chain them, as above.
 *
 * <p><b>Cancelling</b> ({@code cancel}, {@code orTimeout}, {@code complete} by anybody) withdraws:
 * a message that a future did not get is the next one's, and what a future did not send is not
 * sent. If it comes too late it returns false, and the future has its message, or has sent it.
 *
 * <p><b>The end.</b> When the socket or its context is closed, what is pending fails with a {@link
 * ClosedException}, in the executor, and the stream completes; what is asked for afterwards fails
 * at once. A future that was completed before stays as it is. If the executor refuses a turn, it
 * all fails with its {@link java.util.concurrent.RejectedExecutionException}, in the common pool.
 *
 * <p><b>Threads.</b> Any thread may call all methods. A socket is taken over once, and for good:
 * what it is bound or connected to is settled before.
 */
public final class AsyncSocket implements AsyncReceiver, AsyncSender {
  /** Messages each way in one go, before the turn asks whether there is more to do. */
  private static final int BATCH = 100;

  /**
   * A socket tells one callback that it is ready: who took it over before would hear no more.
   * Guarded by itself.
   */
  private static final Set<Socket> TAKEN_OVER = Collections.newSetFromMap(new WeakHashMap<>());

  private final Socket socket;
  private final @Nullable Sender sender;
  private final @Nullable Receiver receiver;
  private final Turn turn;

  // Any thread adds and withdraws; the turn serves.
  private final Queue<Pending<?>> sends = new ConcurrentLinkedQueue<>();
  private final Queue<Pending<?>> receives = new ConcurrentLinkedQueue<>();
  private final @Nullable MessageStream stream;

  AsyncSocket(
      Socket socket, @Nullable Sender sender, @Nullable Receiver receiver, Executor executor) {
    this.socket = socket;
    this.sender = sender;
    this.receiver = receiver;
    this.turn = new Turn(executor, this::work);
    this.stream =
        receiver == null
            ? null
            : new MessageStream(receiver::tryReceive, turn, () -> !receives.isEmpty());
    turn.requireThreads();
    takeOver(socket);
    socket.onReady(turn::signalled);
  }

  private static void takeOver(Socket socket) {
    boolean isFirst;
    synchronized (TAKEN_OVER) {
      isFirst = TAKEN_OVER.add(socket);
    }
    if (!isFirst) {
      throw new IllegalStateException(
          "this " + socket.type() + " socket was taken over already: use what that has returned");
    }
  }

  /**
   * Takes over a socket to send and receive. From now on nobody else uses it.
   *
   * @param executor what completes futures and calls subscribers
   * @throws IllegalArgumentException if the executor runs tasks in the thread that hands them in
   * @throws IllegalStateException if the socket was taken over before
   * @throws java.util.concurrent.RejectedExecutionException if the executor is shut down
   */
  public static <S extends Socket & Sender & Receiver> AsyncSocket of(S socket, Executor executor) {
    return new AsyncSocket(socket, socket, socket, executor);
  }

  @Override
  public CompletableFuture<@Nullable Void> send(Message message) {
    return add(sends, new PendingSend(sends, turn, Objects.requireNonNull(sender), message));
  }

  @Override
  public CompletableFuture<Message> receive() {
    return add(receives, new PendingReceive(receives, turn, Objects.requireNonNull(receiver)));
  }

  private <T extends @Nullable Object> CompletableFuture<T> add(
      Queue<Pending<?>> queue, Pending<T> pending) {
    if (socket.isClosed()) {
      pending.fail(closed());
      return pending;
    }
    queue.add(pending);
    turn.due();
    return pending;
  }

  @Override
  public Flow.Publisher<Message> messages() {
    return Objects.requireNonNull(stream);
  }

  @Override
  public void close() {
    socket.close();
    turn.due();
  }

  // ------------------------------------------------------------------ the turn

  /** Does what can be done; true if there may be more. */
  private boolean work() {
    RuntimeException over = turn.refusal();
    if (over != null || socket.isClosed()) {
      fail(sends, over);
      fail(receives, over);
      if (stream != null) {
        stream.end(over);
      }
      return false;
    }
    for (int i = 0; i < BATCH; i++) {
      boolean served = serve(sends);
      served |= serve(receives);
      served |= stream != null && stream.serve(); // which gives way to receives that wait
      if (!served) {
        return false;
      }
    }
    return true;
  }

  /** Serves the first in a queue; false if it must wait, or there is none. */
  private static boolean serve(Queue<Pending<?>> queue) {
    Pending<?> first = queue.peek();
    if (first == null || !first.serve()) {
      return false;
    }
    queue.remove(first); // by who was served: it may have been withdrawn meanwhile
    return true;
  }

  private void fail(Queue<Pending<?>> queue, @Nullable RuntimeException over) {
    for (Pending<?> next = queue.poll(); next != null; next = queue.poll()) {
      next.fail(over == null ? closed() : over);
    }
  }

  private ClosedException closed() {
    return new ClosedException("this " + socket.type() + " socket");
  }

  @Override
  public String toString() {
    return "an asynchronous " + socket;
  }
}
