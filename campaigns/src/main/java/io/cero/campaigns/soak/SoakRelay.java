package io.cero.campaigns.soak;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the two ends of a link and passes bytes on, until it is told to reset the
 * connections, to do so after some bytes more, or to stand still for a while.
 */
final class SoakRelay implements Closeable {
  private static final int NO_CUT = Integer.MAX_VALUE;

  private final ServerSocket server = new ServerSocket();
  private final InetSocketAddress here;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger untilCut = new AtomicInteger(NO_CUT);
  private volatile long stalledUntil = System.nanoTime();

  SoakRelay(InetSocketAddress here, InetSocketAddress target) throws IOException {
    this.here = here;
    this.target = target;
  }

  /** Begins to listen. */
  void open() throws IOException {
    server.bind(here);
    start(this::accept);
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(null, body, "soak-relay", 128 << 10);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      Socket near = null;
      Socket far = new Socket();
      try {
        near = server.accept();
        far.connect(target);
        Socket one = near;
        open.add(one);
        open.add(far);
        start(() -> pass(one, far));
        start(() -> pass(far, one));
      } catch (IOException nobodyThere) {
        reset(near);
        reset(far);
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[32 << 10];
    try {
      from.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (long left = stalledUntil - System.nanoTime(); left > 0; ) {
          LockSupport.parkNanos(left);
          left = stalledUntil - System.nanoTime();
        }
        int passing = Math.max(0, Math.min(count, untilCut.get()));
        out.write(buffer, 0, passing);
        if (untilCut.get() != NO_CUT && untilCut.addAndGet(-passing) <= 0) {
          reset();
        }
      }
      to.shutdownOutput();
      if (!from.isOutputShutdown()) {
        return; // the other direction may go on, and closes both
      }
    } catch (IOException broken) {
      reset(from);
      reset(to);
    }
    forget(from);
    forget(to);
  }

  private void forget(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // There is nothing to say to anybody.
    }
  }

  private void reset(@Nullable Socket socket) {
    if (socket == null) {
      return;
    }
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException alreadyClosed) {
      // Then it is gone anyway.
    }
    forget(socket);
  }

  /** Resets all connections. */
  void reset() {
    untilCut.set(NO_CUT);
    open.forEach(this::reset);
  }

  /** Resets all connections after so many bytes more. */
  void cutAfter(int bytes) {
    untilCut.set(bytes);
  }

  /** True if a cut is still to come. */
  boolean isToCut() {
    return untilCut.get() != NO_CUT;
  }

  /** Passes nothing on for this time. */
  void stall(long nanos) {
    stalledUntil = System.nanoTime() + nanos;
  }

  @Override
  public void close() throws IOException {
    server.close();
    reset();
  }
}
