package io.cero;

import io.cero.reactor.Waiter;
import io.cero.socket.Forwarder;
import io.cero.socket.SocketCore;
import io.cero.socket.Whereabouts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages between two sockets, both ways, until it is told to end: the guide's shared queue
 * (ROUTER and DEALER), forwarder (XSUB and XPUB) and streamer (PULL and PUSH).
 *
 * <pre>{@code
 * RouterSocket clients = context.router();
 * clients.bind("tcp://*:5559");
 * DealerSocket services = context.dealer();
 * services.bind("tcp://*:5560");
 * Proxy.between(clients, services).run();
 * }</pre>
 *
 * <p>A message is taken from one side only when the other has room for it, so neither direction can
 * stall the other. Directions take turns, up to a thousand messages each. Messages pass frame by
 * frame from pipe to pipe.
 *
 * <p><b>Threads.</b> The thread in {@link #run} uses the sockets. Pausing, resuming, terminating
 * and the statistics may be called from any thread.
 */
public final class Proxy {
  private static final int BURST = 1000;

  /** Why a proxy ended. */
  public enum Ending {
    /** It was told to: {@link Proxy#terminate}, or TERMINATE on the control socket. */
    TERMINATED,
    /** Its thread was interrupted; the flag stays set. */
    INTERRUPTED,
    /** One of its sockets, or their context, was closed. */
    CLOSED
  }

  private enum State {
    ACTIVE,
    PAUSED,
    TERMINATED
  }

  private final Socket frontend;
  private final Socket backend;
  private @Nullable Socket capture;
  private @Nullable Socket control;

  private final Waiter waiter = new Waiter();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile State state = State.ACTIVE;
  private volatile @Nullable Forwarder forth;
  private volatile @Nullable Forwarder back;

  private Proxy(Socket frontend, Socket backend) {
    this.frontend = frontend;
    this.backend = backend;
  }

  /**
   * Makes a proxy between two sockets, which the caller binds and connects.
   *
   * @throws IllegalArgumentException if nothing can go either way, or it is one socket
   */
  public static Proxy between(Socket frontend, Socket backend) {
    if (frontend == backend) {
      throw new IllegalArgumentException("a proxy needs two sockets");
    }
    if (!passes(frontend, backend) && !passes(backend, frontend)) {
      throw new IllegalArgumentException(
          "nothing can go from a " + frontend.type() + " to a " + backend.type() + " or back");
    }
    return new Proxy(frontend, backend);
  }

  private static boolean passes(Socket from, Socket to) {
    return from instanceof Receiver && to instanceof Sender;
  }

  /**
   * Has a copy of every message sent to a socket, before it runs. A capture socket that has no room
   * misses the message, which is counted; it never holds the proxy up.
   */
  public <S extends Socket & Sender> Proxy capture(S socket) {
    requireNotStarted();
    this.capture = socket;
    return this;
  }

  /**
   * Has the proxy obey a socket, before it runs: the messages PAUSE, RESUME, TERMINATE and
   * STATISTICS. The last is answered with eight frames: for the frontend and then the backend,
   * messages received, bytes received, messages sent and bytes sent, each an unsigned 64-bit number
   * in the machine's byte order. A REP socket answers everything else with an empty message. What
   * is none of these is ignored.
   */
  public <S extends Socket & Receiver> Proxy control(S socket) {
    requireNotStarted();
    this.control = socket;
    return this;
  }

  private void requireNotStarted() {
    if (started.get()) {
      throw new IllegalStateException("the proxy has been started");
    }
  }

  // ------------------------------------------------------------------ steering

  /** Takes no more messages until {@link #resume}. Any thread. */
  public void pause() {
    change(State.PAUSED);
  }

  /** Goes on after {@link #pause}. Any thread. */
  public void resume() {
    change(State.ACTIVE);
  }

  /** Ends {@link #run}, soon; the sockets stay open. Any thread. */
  public void terminate() {
    change(State.TERMINATED);
  }

  private synchronized void change(State next) {
    if (state != State.TERMINATED) {
      state = next;
    }
    waiter.signal();
  }

  /** Returns what has gone through. Any thread. */
  public ProxyStatistics statistics() {
    Forwarder there = forth;
    Forwarder here = back;
    return new ProxyStatistics(
        there == null ? 0 : there.receivedMessages(),
        there == null ? 0 : there.receivedBytes(),
        here == null ? 0 : here.sentMessages(),
        here == null ? 0 : here.sentBytes(),
        here == null ? 0 : here.receivedMessages(),
        here == null ? 0 : here.receivedBytes(),
        there == null ? 0 : there.sentMessages(),
        there == null ? 0 : there.sentBytes(),
        (there == null ? 0 : there.uncaptured()) + (here == null ? 0 : here.uncaptured()));
  }

  // ------------------------------------------------------------------ running

  /**
   * Runs the proxy in a daemon thread of its own.
   *
   * @throws IllegalStateException if it was started before
   */
  public Thread start() {
    claim();
    Thread thread =
        new Thread(this::runClaimed, "cero-proxy-" + frontend.type() + "-" + backend.type());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Runs the proxy in the calling thread.
   *
   * @return why it ended
   * @throws IllegalStateException if it was started before
   * @throws ConcurrentUseException if another thread uses one of the sockets
   */
  public Ending run() {
    claim();
    return runClaimed();
  }

  private void claim() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a proxy runs once: make another one");
    }
  }

  private Ending runClaimed() {
    Socket tap = capture;
    Socket steering = control;
    SocketCore tapCore = tap == null ? null : tap.core;
    if (passes(frontend, backend)) {
      forth = new Forwarder(frontend.core, backend.core, tapCore);
    }
    if (passes(backend, frontend)) {
      back = new Forwarder(backend.core, frontend.core, tapCore);
    }
    List<SocketCore> sockets = new ArrayList<>(List.of(frontend.core, backend.core));
    if (tapCore != null && !sockets.contains(tapCore)) {
      sockets.add(tapCore);
    }
    sockets.forEach(socket -> socket.requireUnshared("a proxy"));
    Runnable signal = waiter::signal;
    sockets.forEach(socket -> socket.inbox().observe(signal));
    if (steering != null) {
      steering.core.inbox().observe(signal);
    }
    try {
      return loop(sockets, steering);
    } catch (ClosedException closed) {
      return Ending.CLOSED;
    } finally {
      if (steering != null) {
        steering.core.inbox().unobserve(signal);
      }
      for (SocketCore socket : sockets) {
        socket.inbox().unobserve(signal);
        socket.inbox().used(); // a poller that has it shall look again
      }
    }
  }

  private Ending loop(List<SocketCore> sockets, @Nullable Socket steering) {
    Whereabouts whereabouts = new Whereabouts();
    List<Whereabouts.Entry> entries = new ArrayList<>();
    sockets.forEach(socket -> entries.add(whereabouts.entry()));
    Whereabouts.Entry steeringEntry = whereabouts.entry();
    while (true) {
      waiter.take();
      if (steering != null) {
        obey(steering, steeringEntry);
      }
      State now = state;
      if (now == State.TERMINATED) {
        return Ending.TERMINATED;
      }
      if (Thread.currentThread().isInterrupted()) {
        return Ending.INTERRUPTED;
      }
      if (!round(sockets, entries, now == State.PAUSED)) {
        whereabouts.await(waiter, Long.MAX_VALUE);
      }
    }
  }

  /** Forwards a batch each way; true if there was anything. */
  private boolean round(List<SocketCore> sockets, List<Whereabouts.Entry> entries, boolean paused) {
    int entered = 0;
    try {
      for (; entered < sockets.size(); entered++) {
        sockets.get(entered).enter();
      }
      int moved = paused ? 0 : forward(forth) + forward(back);
      if (moved == 0) {
        for (int i = 0; i < entered; i++) {
          sockets.get(i).takeNote();
          entries.get(i).of(sockets.get(i));
        }
      }
      return moved > 0;
    } finally {
      while (entered > 0) {
        sockets.get(--entered).leave();
      }
    }
  }

  private static int forward(@Nullable Forwarder direction) {
    return direction == null ? 0 : direction.forward(BURST);
  }

  // ------------------------------------------------------------------ the control socket

  private void obey(Socket steering, Whereabouts.Entry entry) {
    while (hasCommand(steering.core, entry)) {
      Message command = steering.receiveMessage(0);
      if (command == null) {
        return;
      }
      Message reply = Message.of("");
      switch (command.frame(0).text().toUpperCase(Locale.ROOT)) {
        case "PAUSE" -> pause();
        case "RESUME" -> resume();
        case "TERMINATE" -> terminate();
        case "STATISTICS" -> reply = statisticsMessage();
        default -> {}
      }
      if (steering instanceof RepSocket || (reply.frameCount() > 1 && steering instanceof Sender)) {
        steering.sendMessage(reply, 0);
      }
      waiter.take(); // using the socket has signalled; everything is looked at again below
    }
  }

  private static boolean hasCommand(SocketCore steering, Whereabouts.Entry entry) {
    steering.enter();
    try {
      boolean there = steering.canReceive();
      entry.of(steering);
      return there;
    } finally {
      steering.leave();
    }
  }

  private Message statisticsMessage() {
    ProxyStatistics now = statistics();
    long[] numbers = {
      now.frontendReceived(), now.frontendReceivedBytes(),
      now.frontendSent(), now.frontendSentBytes(),
      now.backendReceived(), now.backendReceivedBytes(),
      now.backendSent(), now.backendSentBytes()
    };
    byte[][] frames = new byte[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      frames[i] =
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.nativeOrder())
              .putLong(numbers[i])
              .array();
    }
    return Message.of(frames);
  }
}
