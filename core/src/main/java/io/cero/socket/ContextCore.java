package io.cero.socket;

import io.cero.ClosedException;
import io.cero.ContextOptions;
import io.cero.OptionException;
import io.cero.overflow.MoverThreads;
import io.cero.pipe.ChunkPool;
import io.cero.reactor.Reactor;
import io.cero.session.Durations;
import io.cero.session.Lifetimes;
import io.cero.session.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A context: the I/O threads, the memory and the inproc names that its sockets share.
 *
 * <p>Any thread.
 */
public final class ContextCore {
  private static final long GRACE = 1_000_000_000L;

  private final ContextOptions options;
  private final Reactor[] reactors;
  private final AtomicInteger nextReactor = new AtomicInteger();
  private final Lifetimes lifetimes = new Lifetimes();
  private final Resolver resolver;
  private final MoverThreads movers;
  private final Set<SocketCore> sockets = ConcurrentHashMap.newKeySet();
  private final Set<PollSet> pollSets = ConcurrentHashMap.newKeySet();

  /** The monitors of sockets of which something may still be told, closed ones among them. */
  private final Set<Monitors> monitors = ConcurrentHashMap.newKeySet();

  private final AtomicInteger socketCount = new AtomicInteger();

  /** When the last linger of a closed socket is over, in nanoseconds from {@link #birth}. */
  private final AtomicLong lingersEnd = new AtomicLong();

  private final long birth = System.nanoTime();
  final InprocNames inprocNames = new InprocNames();
  final Profile.Surroundings surroundings;

  private volatile boolean closed;

  /** A context with its I/O threads running. */
  public ContextCore(ContextOptions options) {
    this.options = options;
    String prefix = options.threadNamePrefix();
    this.reactors = new Reactor[options.ioThreads()];
    try {
      for (int i = 0; i < reactors.length; i++) {
        reactors[i] = new Reactor(prefix + "-io-" + (i + 1));
      }
    } catch (IOException e) {
      for (Reactor opened : reactors) {
        if (opened != null) {
          opened.discard();
        }
      }
      throw new UncheckedIOException("no selector can be opened; are there descriptors left?", e);
    }
    start(reactors);
    this.resolver = new Resolver(prefix + "-resolver");
    this.movers = new MoverThreads(prefix + "-overflow");
    this.surroundings =
        new Profile.Surroundings(new ChunkPool(), lifetimes, resolver, movers, this::reactor);
  }

  /** Starts all or none: the system may refuse another thread. */
  private static void start(Reactor[] reactors) {
    int started = 0;
    try {
      for (Reactor reactor : reactors) {
        reactor.start();
        started++;
      }
    } finally {
      for (int i = 0; started < reactors.length && i < reactors.length; i++) {
        if (i < started) {
          reactors[i].close();
        } else {
          reactors[i].discard();
        }
      }
    }
  }

  private Reactor reactor() {
    if (reactors.length == 0) {
      throw new OptionException(
          "ioThreads", "this context has no I/O thread, so only inproc endpoints work in it");
    }
    return reactors[Math.floorMod(nextReactor.getAndIncrement(), reactors.length)];
  }

  /** The reactor that serves a channel which belongs to no socket: the preferred one, if ours. */
  public Reactor reactorFor(@Nullable Reactor preferred) {
    for (Reactor reactor : reactors) {
      if (reactor == preferred) {
        return reactor;
      }
    }
    return reactor();
  }

  /** Has a waiting poll woken when the context is closed. */
  public void add(PollSet pollSet) {
    pollSets.add(pollSet);
  }

  /** The poll set is not used any more. */
  public void remove(PollSet pollSet) {
    pollSets.remove(pollSet);
  }

  /** True once the context is being closed. */
  public boolean isClosed() {
    return closed;
  }

  void add(SocketCore socket) {
    int most = options.maximumSockets();
    if (socketCount.incrementAndGet() > most && most > 0) {
      socketCount.decrementAndGet();
      throw new OptionException(
          "maximumSockets", "this context allows " + most + " sockets at once; close one first");
    }
    monitors.add(socket.monitors());
    sockets.add(socket);
    if (closed) {
      socket.close();
      throw new ClosedException("the context");
    }
  }

  /** What a socket sent lingers for a time from now on: {@link #close} waits for it. */
  void lingers(long nanos) {
    long age = System.nanoTime() - birth;
    long end = nanos > Long.MAX_VALUE - age ? Long.MAX_VALUE : age + nanos;
    lingersEnd.accumulateAndGet(end, Math::max);
  }

  /** Nothing more is told of a socket. */
  void forget(Monitors ended) {
    monitors.remove(ended);
  }

  void remove(SocketCore socket) {
    if (sockets.remove(socket)) {
      socketCount.decrementAndGet();
    }
  }

  /**
   * Closes every socket, waits until what they sent is written or their linger is over, and ends
   * the I/O threads. Returns within the longest linger and a second.
   */
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    pollSets.forEach(PollSet::wake);
    final long graceEnds = System.nanoTime() + GRACE;
    closeSockets(graceEnds - GRACE / 4);
    long linger = Math.max(0, lingersEnd.get() - (System.nanoTime() - birth));
    long grace = Math.max(0, graceEnds - System.nanoTime()) / 2;
    lifetimes.awaitNone(Math.min(linger, Long.MAX_VALUE / 2) + grace);
    for (Reactor reactor : reactors) {
      reactor.close();
    }
    boolean interrupted = false;
    long deadline = System.nanoTime() + grace;
    for (Reactor reactor : reactors) {
      while (true) {
        try {
          reactor.join(deadline - System.nanoTime());
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    resolver.close();
    movers.close();
    monitors.forEach(Monitors::end);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** All of them are told first, so that their calls end side by side. */
  private void closeSockets(long deadline) {
    sockets.forEach(SocketCore::beginClosing);
    for (SocketCore socket : sockets) {
      if (!socket.closeBy(deadline)) {
        finishLater(socket);
      }
    }
  }

  /** Closes a socket once the call ends that something of the application's holds up inside it. */
  void finishLater(SocketCore socket) {
    long never = System.nanoTime() + Long.MAX_VALUE / 2;
    Thread closer = new Thread(() -> socket.closeBy(never), options.threadNamePrefix() + "-closer");
    closer.setDaemon(true);
    closer.start();
  }

  /** Nanoseconds of a duration, for the API. */
  public static long nanos(java.time.Duration duration) {
    return Durations.nanos(duration);
  }
}
