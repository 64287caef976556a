package io.cero.socket;

import io.cero.ClosedException;
import io.cero.ConcurrentUseException;
import io.cero.DropReason;
import io.cero.InterruptedOperationException;
import io.cero.OptionException;
import io.cero.PeerMetadata;
import io.cero.SocketOptions;
import io.cero.SocketStatistics;
import io.cero.UnsupportedFeatureException;
import io.cero.pattern.Host;
import io.cero.pattern.Inbox;
import io.cero.pattern.Pattern;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.Destination;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.reactor.Reactor;
import io.cero.reactor.Threads;
import io.cero.reactor.Waiter;
import io.cero.session.Durations;
import io.cero.session.Profile;
import io.cero.wire.SocketType;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every socket has below its type: the owner word, the inbox, waiting and the end.
 *
 * <p>One thread at a time is inside a socket, between {@link #enter} and {@link #exit}; a second
 * one gets a {@link ConcurrentUseException}. Entering acquires and leaving releases, so a socket
 * may move between threads. Only {@link #close}, {@link #beginClosing} and the statistics may be
 * called from outside.
 */
public final class SocketCore implements Host, Inbox.Reader, Turns.Inside {
  private static final int MOST_SPINS = 4_000;
  private static final int FEWEST_SPINS = 32;

  /** Messages received from pipes without waiting after which the reactor is looked at. */
  private static final int GLANCE = 1_000;

  /** How long closing waits for who is inside, and for ports to be free. */
  private static final long PATIENCE = 1_000_000_000L;

  private static final long SHORTEST_PAUSE = 50_000;
  private static final long LONGEST_PAUSE = 10_000_000;

  private final ContextCore context;
  private final SocketType type;
  private final Pattern pattern;
  private final Waiter waiter = new Waiter();
  private final Inbox inbox = new Inbox(waiter);
  private final Monitors monitors;
  private final Profile profile;
  private final Endpoints endpoints;
  private final long busyPoll;

  private final Owner owner = new Owner();

  /** In place of the owner word, of a socket that threads share. */
  private final @Nullable Turns turns;

  private volatile boolean closed;

  // Of the thread inside.
  private final Incoming incoming = new Incoming();
  private Outgoing outgoing = new Outgoing();
  private boolean framePending;
  private boolean receiving;
  private boolean sending;
  private int served;
  private int spins = FEWEST_SPINS;
  private boolean ended;

  /**
   * A socket.
   *
   * @param patternOf makes the pattern, given its host
   */
  public SocketCore(
      ContextCore context,
      Profile.Particulars particulars,
      SocketOptions<?> options,
      Function<Host, Pattern> patternOf) {
    this.context = context;
    this.monitors = new Monitors(context::forget);
    this.type = particulars.type();
    this.turns = options.shared() ? new Turns(this, inbox, waiter) : null;
    if (turns != null && (type == SocketType.REQ || type == SocketType.REP)) {
      throw new OptionException(
          "shared",
          "the turns of a "
              + type
              + " are those of one conversation: share a DEALER or ROUTER, or give each thread a "
              + type
              + " of its own");
    }
    this.profile = new Profile(particulars, options, context.surroundings, monitors, inbox);
    this.pattern = patternOf.apply(this);
    this.endpoints = new Endpoints(this, context, profile);
    this.busyPoll = Threads.MANY_CORES ? Durations.nanos(options.busyPoll()) : 0;
    context.add(this);
  }

  /** The pattern, for what only one type can do. Inside the socket. */
  public Pattern pattern() {
    return pattern;
  }

  /** The type. */
  public SocketType type() {
    return type;
  }

  /** What its sessions know of it. */
  Profile profile() {
    return profile;
  }

  /** The monitors of this socket. */
  public Monitors monitors() {
    return monitors;
  }

  /** Where the prefixes of a subscriber can be read by the I/O side. */
  public void subscriptions(SubscriptionSet prefixes) {
    profile.subscriptions = prefixes;
  }

  /** How long what was sent may linger. */
  public long lingerNanos() {
    return profile.lingerNanos;
  }

  /** Changes the linger, also of what is being written already. */
  public void lingerNanos(long nanos) {
    profile.lingerNanos = nanos;
  }

  /** Changes the marks of connections made from now on. */
  public void marks(int send, int receive) {
    profile.sendMark = send;
    profile.receiveMark = receive;
  }

  // ------------------------------------------------------------------ entering and leaving

  /** Takes the socket for the calling thread. */
  public void enter() {
    if (turns != null) {
      waitForTurn(turns);
    } else if (!owner.tryEnter()) {
      enterOrRefuse();
    }
    if (closed) {
      exit();
      throw new ClosedException(name());
    }
  }

  private void waitForTurn(Turns of) {
    if (of.isInside()) {
      throw overlap(Thread.currentThread());
    }
    of.enter();
  }

  private void enterOrRefuse() {
    do {
      Thread other = owner.current();
      if (closed) {
        throw new ClosedException(name()); // it is whoever closes that is inside, or about to
      }
      if (other != null) {
        throw overlap(other);
      }
      Thread.onSpinWait(); // the other one has just left
    } while (!owner.tryEnter());
  }

  private ConcurrentUseException overlap(Thread other) {
    return new ConcurrentUseException(name(), other.getName(), Thread.currentThread().getName());
  }

  /** True if threads share it. */
  public boolean isShared() {
    return turns != null;
  }

  /** Refuses what takes several calls, between which another thread may come. */
  public void requireUnshared(String what) {
    if (turns != null) {
      throw new UnsupportedFeatureException(
          what
              + " of a socket that threads share may fall between another thread's: send and"
              + " receive whole messages");
    }
  }

  /** Leaves the socket; a poller that watches it will look at it again. */
  public void exit() {
    leave();
    inbox.used();
  }

  /** Leaves the socket after a look that changed nothing for a poller. */
  public void leave() {
    if (turns != null) {
      turns.exit();
    } else {
      owner.exit();
    }
  }

  private String name() {
    return "this " + type + " socket";
  }

  @Override
  public void onEvents(Peer peer, int events) {
    if ((events & Peer.ATTACHED) != 0) {
      endpoints.joined(peer);
    }
    if ((events & Peer.CONNECTED) != 0 && peer.markBoost >= 0 && peer.out instanceof Log log) {
      log.raiseMark(peer.markBoost);
      peer.markBoost = -1;
    }
    pattern.onEvents(peer, events);
    changed();
  }

  /** Something has happened to a peer, which may let another thread's call get on. Inside. */
  void changed() {
    if (turns != null) {
      turns.changed();
    }
  }

  /** Takes note of what happened to the peers. Inside the socket. */
  @Override
  public void takeNote() {
    if (!inbox.isEmpty()) {
      inbox.drainTo(this);
    }
  }

  // ------------------------------------------------------------------ sending

  /** The frame to fill before {@link #send}. Inside the socket. */
  public Outgoing outgoing() {
    return outgoing;
  }

  /**
   * Sends the frame in {@link #outgoing}.
   *
   * @param nanos how long to wait for room: 0 for not at all, {@link Long#MAX_VALUE} for ever
   * @return false if the time was over; nothing was sent then
   */
  public boolean send(boolean more, long nanos) {
    takeNote();
    if (pattern.send(outgoing, more)) {
      sent(more);
      return true;
    }
    return nanos != 0 && sendWaiting(more, nanos);
  }

  private boolean sendWaiting(boolean more, long nanos) {
    if (turns != null) {
      Outgoing mine = outgoing;
      outgoing = new Outgoing(); // for who sends meanwhile
      if (!awaitOutside(turns, "send", false, () -> pattern.send(mine, more), nanos)) {
        return false;
      }
      sent(more);
      return true;
    }
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    while (true) {
      waiter.take();
      takeNote();
      if (pattern.send(outgoing, more)) {
        sent(more);
        return true;
      }
      if (!await("send", nanos, deadline)) {
        return false;
      }
    }
  }

  private void sent(boolean more) {
    sending = more;
    if ((framePending || receiving) && pattern.sendGivesUpReceived()) {
      framePending = false;
      receiving = false;
    }
  }

  /** True between the frames of a message that is being sent frame by frame. */
  public boolean isSending() {
    return sending;
  }

  /** Drops what was sent of a message that will not be completed. */
  public void abandonSend() {
    pattern.abandonSend();
    sending = false;
  }

  /** Begins a run of messages, which are written out together at its end. */
  void beginRun() {
    profile.run.begin();
  }

  /** Ends a run of messages; nothing may be awaited in between. */
  void endRun() {
    pattern.settle();
    profile.run.end();
  }

  /** True if a message could be sent now. */
  public boolean canSend() {
    takeNote();
    return pattern.canSend();
  }

  // ------------------------------------------------------------------ receiving

  /**
   * Waits for the next frame.
   *
   * @param nanos how long: 0 for not at all, {@link Long#MAX_VALUE} for ever
   * @return the frame, to be copied and then consumed with {@link #consume}; null if the time was
   *     over
   */
  public @Nullable Incoming receive(long nanos) {
    if (framePending) {
      return incoming;
    }
    takeNote();
    if (pattern.receive(incoming)) {
      return described();
    }
    return nanos == 0 ? null : receiveWaiting(nanos);
  }

  /**
   * Waits for the next frame, as {@link #receive} does, for a caller that copies it into a buffer:
   * a long body may arrive there while the caller waits. Not for a ROUTER: it receives an address
   * first.
   */
  public @Nullable Incoming receiveFor(ByteBuffer buffer, long nanos) {
    boolean worthwhile = buffer.remaining() >= Destination.SMALLEST && nanos != 0;
    if (!worthwhile || turns != null || type == SocketType.ROUTER) {
      return receive(nanos);
    }
    Incoming frame = receive(0);
    if (frame != null) {
      return frame;
    }
    Destination destination = profile.destination;
    destination.offer(buffer);
    try {
      frame = receiveWaiting(nanos);
      return frame;
    } finally {
      destination.settle(frame);
    }
  }

  private @Nullable Incoming receiveWaiting(long nanos) {
    if (turns != null) {
      boolean there =
          awaitOutside(
              turns, "receive", true, () -> framePending || pattern.receive(incoming), nanos);
      return there ? described() : null;
    }
    served = 0;
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    while (true) {
      waiter.take();
      takeNote();
      if (pattern.receive(incoming)) {
        return described();
      }
      if (!await("receive", nanos, deadline)) {
        return null;
      }
    }
  }

  private Incoming described() {
    framePending = true;
    return incoming;
  }

  /** Consumes the frame that {@link #receive} described. */
  public void consume() {
    Incoming frame = incoming;
    framePending = false;
    boolean more = frame.more();
    receiving = more;
    frame.done();
    if (!more && ++served >= GLANCE) {
      served = 0;
      Reactor serving = endpoints.reactor();
      if (serving != null) {
        serving.glance();
      }
    }
  }

  /** True if the frame received last was not the last of its message. */
  public boolean isReceiving() {
    return receiving;
  }

  /** True if a message is there. */
  @Override
  public boolean canReceive() {
    if (framePending) {
      return true;
    }
    takeNote();
    return pattern.canReceive();
  }

  /** What is known of the peer whose message was received last. */
  public @Nullable PeerMetadata lastPeer() {
    Peer peer = pattern.lastPeer();
    return peer == null ? null : peer.metadata();
  }

  // ------------------------------------------------------------------ waiting

  /**
   * Waits for a signal.
   *
   * @return false if the time is over
   */
  private boolean await(String operation, long nanos, long deadline) {
    long left = left(operation, nanos, deadline);
    if (left <= 0) {
      return false;
    }
    Reactor serving = endpoints.reactor();
    boolean platform = Threads.mayDrive();
    long busy = platform ? busyPoll : 0;
    if (serving == null) {
      spinOrPark(left, busy);
    } else {
      boolean mayDrive = platform && endpoints.areOnOneReactor();
      serving.await(waiter, left, mayDrive, endpoints.direct(), busy);
    }
    return true;
  }

  /** How long may still be waited; throws if the wait must end. */
  private long left(String operation, long nanos, long deadline) {
    if (closed) {
      throw new ClosedException(name());
    }
    long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
    if (left > 0 && Thread.currentThread().isInterrupted()) {
      throw new InterruptedOperationException(operation);
    }
    return left;
  }

  /**
   * Waits until an attempt succeeds, outside the socket, where other threads come in meanwhile.
   *
   * @return false if the time was over
   */
  private boolean awaitOutside(
      Turns of, String operation, boolean receiving, BooleanSupplier attempt, long nanos) {
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    Waiter mine = of.join(receiving);
    try {
      while (true) {
        mine.take();
        if (closed) {
          throw new ClosedException(name());
        }
        takeNote();
        if (attempt.getAsBoolean()) {
          return true;
        }
        long left = left(operation, nanos, deadline);
        if (left <= 0) {
          return false;
        }
        Reactor serving = endpoints.reactor();
        boolean platform = Threads.mayDrive();
        boolean mayDrive = platform && endpoints.areOnOneReactor();
        long busy = platform ? busyPoll : 0;
        of.pause(
            () -> {
              if (serving == null) {
                mine.park(left);
              } else {
                serving.await(mine, left, mayDrive, null, busy);
              }
            });
      }
    } finally {
      of.part(mine, receiving);
    }
  }

  /**
   * Waits for another thread of this process: spins for as long as it was told to, or else while
   * that has been paying off, then parks.
   */
  private void spinOrPark(long left, long busy) {
    if (busy > 0 && !waiter.isOwn()) {
      long most = Math.min(left, busy);
      if (!waiter.spin(most)) {
        waiter.park(left == Long.MAX_VALUE ? left : left - most);
      }
      return;
    }
    if (Threads.MANY_CORES) {
      for (int i = 0; i < spins; i++) {
        if (waiter.isSignalled()) {
          spins = Math.min(MOST_SPINS, spins * 2);
          return;
        }
        Thread.onSpinWait();
      }
      spins = Math.max(FEWEST_SPINS, spins / 2);
    }
    waiter.park(left);
  }

  /** Waits until a condition holds that the socket's peers bring about. Inside the socket. */
  public boolean awaitCondition(String operation, BooleanSupplier condition, long nanos) {
    if (turns != null) {
      return awaitOutside(turns, operation, false, condition, nanos);
    }
    long deadline = nanos == Long.MAX_VALUE ? 0 : System.nanoTime() + nanos;
    while (true) {
      waiter.take();
      takeNote();
      if (condition.getAsBoolean()) {
        return true;
      }
      if (!await(operation, nanos, deadline)) {
        return false;
      }
    }
  }

  /** The inbox, for a poller that has signals sent to itself. */
  public Inbox inbox() {
    return inbox;
  }

  // ------------------------------------------------------------------ endpoints

  /** What it is bound and connected to. Inside the socket. */
  public Endpoints endpoints() {
    return endpoints;
  }

  // ------------------------------------------------------------------ the host of a pattern

  @Override
  public void dropped(DropReason reason, long messages) {
    monitors.dropped(reason, messages);
  }

  @Override
  public void forNobody(long messages) {
    profile.ledger.dropped(DropReason.NO_PEER, messages);
  }

  @Override
  public void droppedForNobody(DropReason reason, long messages) {
    profile.ledger.dropped(reason, messages);
    monitors.dropped(reason, messages);
  }

  /** What has gone through the socket. Any thread. */
  public SocketStatistics statistics() {
    return profile.ledger.snapshot();
  }

  @Override
  public void forgotten(Peer peer) {
    endpoints.left(peer);
  }

  @Override
  public void lookAround() {
    takeNote();
  }

  // ------------------------------------------------------------------ the end

  /** True once closing has begun. */
  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Ends every call that is inside the socket. Any thread. */
  void beginClosing() {
    closed = true;
    inbox.signal();
  }

  /**
   * Closes: ends the call that may be inside, stops listening, and lets what was sent linger on the
   * I/O threads. Any thread; a second call does nothing.
   *
   * <p>A call that something of the application's holds up within the socket, a release hook for
   * instance, is waited for a second at most; the rest is done as soon as it ends.
   */
  public void close() {
    if (isWithin()) {
      throw new IllegalStateException("a socket cannot be closed from within one of its calls");
    }
    if (!closeBy(System.nanoTime() + PATIENCE)) {
      context.finishLater(this);
    }
  }

  /**
   * The same, by a deadline, as {@link System#nanoTime} tells it.
   *
   * @return false if whoever is inside, perhaps the calling thread, has not left by then
   */
  boolean closeBy(long deadline) {
    beginClosing();
    if (!takeOver(deadline)) {
      return false;
    }
    try {
      if (!ended) {
        ended = true;
        long patience = System.nanoTime() + PATIENCE;
        end(deadline - patience < 0 ? deadline : patience);
      }
    } finally {
      exit();
      context.remove(this);
    }
    return true;
  }

  private boolean isWithin() {
    return turns != null ? turns.isInside() : owner.current() == Thread.currentThread();
  }

  private boolean takeOver(long deadline) {
    if (isWithin()) {
      return false;
    }
    long pause = SHORTEST_PAUSE;
    while (!(turns != null ? turns.tryEnter() : owner.tryEnter())) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      inbox.signal();
      LockSupport.parkNanos(this, pause);
      pause = Math.min(LONGEST_PAUSE, pause + pause / 4);
    }
    return true;
  }

  private void end(long deadline) {
    if (sending) {
      abandonSend();
    }
    endpoints.close(deadline);
    context.lingers(profile.lingerNanos);
    monitors.stop();
  }
}
