package io.cero.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket inside the test's JVM: does each request on the one thread that owns its driver. */
final class LocalSocket implements PeerSocket {
  private static final int SLICE_MILLIS = 50;

  private final String label;
  private final ExecutorService thread;
  private final SocketDriver driver;
  private volatile boolean discarding;

  LocalSocket(String label, Supplier<SocketDriver> opening) {
    this.label = label;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "peer-" + label + "-socket");
              thread.setDaemon(true);
              return thread;
            });
    try {
      this.driver = call(opening::get);
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  private <T> CompletableFuture<T> start(Callable<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              answer.complete(request.call());
            } catch (PeerException e) {
              answer.completeExceptionally(e);
            } catch (Throwable e) {
              answer.completeExceptionally(
                  new PeerException("the peer " + label + " refused: " + e, e));
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new PeerException("this socket of " + label + " is closed", e));
    }
    return answer;
  }

  private <T> T call(Callable<T> request) {
    return PeerException.await(start(request));
  }

  private void run(Runnable request) {
    call(Executors.callable(request, true));
  }

  /** Tries for slices of time until there is a result or the time is up. */
  private <T> @Nullable T until(long deadline, Attempt<T> attempt) {
    while (true) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      T result = attempt.forAtMost((int) Math.max(0, Math.min(SLICE_MILLIS, left)));
      if (result != null || left <= 0) {
        return result;
      }
      if (discarding) {
        throw new PeerException("the peer " + label + " is ending");
      }
    }
  }

  private interface Attempt<T> {
    @Nullable T forAtMost(int millis);
  }

  private static long after(Duration timeout) {
    return System.nanoTime() + timeout.toNanos();
  }

  private @Nullable List<byte[]> receiveUntil(long deadline) {
    return until(deadline, driver::receive);
  }

  private boolean sendUntil(long deadline, List<byte[]> frames) {
    return until(deadline, millis -> driver.send(frames, millis) ? true : null) != null;
  }

  private boolean awaitReady(Duration timeout, boolean toSend) {
    return call(
        () ->
            until(
                    after(timeout),
                    millis -> {
                      if (!driver.ready(toSend)) {
                        LockSupport.parkNanos(Math.min(1, millis) * 1_000_000L);
                        return null;
                      }
                      return true;
                    })
                != null);
  }

  @Override
  public String bind(String endpoint) {
    return call(() -> driver.bind(endpoint));
  }

  @Override
  public void unbind(String endpoint) {
    run(() -> driver.unbind(endpoint));
  }

  @Override
  public void connect(String endpoint) {
    run(() -> driver.connect(endpoint));
  }

  @Override
  public void disconnect(String endpoint) {
    run(() -> driver.disconnect(endpoint));
  }

  @Override
  public void setOption(String name, Object value) {
    PeerOption option = PeerOption.named(name);
    Object converted = option.convert(value);
    run(() -> driver.setOption(option.number(), converted));
  }

  @Override
  public void subscribe(byte[] prefix) {
    run(() -> driver.setOption(6, prefix));
  }

  @Override
  public void unsubscribe(byte[] prefix) {
    run(() -> driver.setOption(7, prefix));
  }

  @Override
  public void send(byte[]... frames) {
    if (!trySend(Peers.DEADLINE, frames)) {
      throw new PeerException(
          label + " found no room to send within " + Peers.DEADLINE.toSeconds() + " s");
    }
  }

  @Override
  public boolean trySend(Duration timeout, byte[]... frames) {
    return call(() -> sendUntil(after(timeout), List.of(frames)));
  }

  @Override
  public Optional<List<byte[]>> receive(Duration timeout) {
    return call(() -> Optional.ofNullable(receiveUntil(after(timeout))));
  }

  @Override
  public boolean awaitReadable(Duration timeout) {
    return awaitReady(timeout, false);
  }

  @Override
  public boolean awaitWritable(Duration timeout) {
    return awaitReady(timeout, true);
  }

  @Override
  public void monitor() {
    throw new UnsupportedOperationException(label + " records no events; use python or node");
  }

  @Override
  public Optional<PeerEvent> event(Duration timeout) {
    throw new UnsupportedOperationException(label + " records no events; use python or node");
  }

  private List<byte[]> mustReceive(long deadline, int done, int count) {
    List<byte[]> frames = receiveUntil(deadline);
    if (frames == null) {
      throw new PeerException(label + " received only " + done + " of " + count + " messages");
    }
    return frames;
  }

  private void mustSend(long deadline, List<byte[]> frames, int done, int count) {
    if (!sendUntil(deadline, frames)) {
      throw new PeerException(label + " could send only " + done + " of " + count + " messages");
    }
  }

  @Override
  public CompletableFuture<Tally> startEcho(int count) {
    return start(
        () -> {
          Tally.Counter counter = new Tally.Counter();
          long deadline = after(Peers.DEADLINE);
          for (int i = 0; i < count; i++) {
            List<byte[]> frames = mustReceive(deadline, i, count);
            counter.add(frames);
            mustSend(deadline, frames, i, count);
          }
          return counter.tally();
        });
  }

  @Override
  public CompletableFuture<Tally> startAsk(int count, int size, long seed) {
    return start(
        () -> {
          Tally.Counter counter = new Tally.Counter();
          long deadline = after(Peers.DEADLINE);
          for (int i = 0; i < count; i++) {
            byte[] body = Bodies.generate(seed + i, size);
            mustSend(deadline, List.of(body), i, count);
            List<byte[]> frames = mustReceive(deadline, i, count);
            if (frames.size() != 1 || !java.util.Arrays.equals(frames.get(0), body)) {
              throw new PeerException(
                  "answer "
                      + i
                      + " differs: it has "
                      + frames.size()
                      + " frames of "
                      + frames.stream().map(frame -> frame.length).toList()
                      + " bytes, expected one of "
                      + size);
            }
            counter.add(frames);
          }
          return counter.tally();
        });
  }

  @Override
  public CompletableFuture<Tally> startDrain(int count) {
    return start(
        () -> {
          Tally.Counter counter = new Tally.Counter();
          long deadline = after(Peers.DEADLINE);
          for (int i = 0; i < count; i++) {
            counter.add(mustReceive(deadline, i, count));
          }
          return counter.tally();
        });
  }

  @Override
  public CompletableFuture<Tally> startFlood(int count, int size, long seed) {
    return start(
        () -> {
          Tally.Counter counter = new Tally.Counter();
          long deadline = after(Peers.DEADLINE);
          for (int i = 0; i < count; i++) {
            List<byte[]> frames = List.of(Bodies.generate(seed + i, size));
            mustSend(deadline, frames, i, count);
            counter.add(frames);
          }
          return counter.tally();
        });
  }

  @Override
  public void close() {
    close(false);
  }

  void discard() {
    discarding = true;
    close(true);
  }

  private synchronized void close(boolean discard) {
    if (!thread.isShutdown()) {
      CompletableFuture<Object> closing =
          start(Executors.callable(() -> driver.close(discard), (Object) true));
      thread.shutdown();
      PeerException.await(closing);
    }
  }
}
