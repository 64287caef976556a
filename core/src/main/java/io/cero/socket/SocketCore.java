package io.cero.socket;

import io.cero.AddressInUseException;
import io.cero.ClosedException;
import io.cero.ConcurrentUseException;
import io.cero.DropReason;
import io.cero.EndpointException;
import io.cero.HandshakeFailure;
import io.cero.InterruptedOperationException;
import io.cero.PeerMetadata;
import io.cero.RoutingId;
import io.cero.SocketEvent;
import io.cero.SocketOptions;
import io.cero.pattern.Host;
import io.cero.pattern.Inbox;
import io.cero.pattern.Pattern;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Pipe;
import io.cero.pipe.Slot;
import io.cero.reactor.Reactor;
import io.cero.reactor.Waiter;
import io.cero.session.Dialer;
import io.cero.session.Listener;
import io.cero.session.Profile;
import io.cero.session.Session;
import io.cero.transport.BindEndpoint;
import io.cero.transport.BoundChannel;
import io.cero.transport.ConnectEndpoint;
import io.cero.transport.Endpoint;
import io.cero.transport.InprocEndpoint;
import io.cero.wire.SocketType;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every socket has below its type: the owner word, the inbox, waiting, endpoints and the end.
 *
 * <p>One thread at a time is inside a socket, between {@link #enter} and {@link #exit}; a second
 * one gets a {@link ConcurrentUseException}. Entering acquires and leaving releases, so a socket
 * may move between threads. Only {@link #close}, {@link #beginClosing} and the statistics may be
 * called from outside.
 */
public final class SocketCore implements Host, Inbox.Reader {
  private static final VarHandle OWNER;
  private static final Set<SocketType> SINGLE_CONNECT =
      EnumSet.of(SocketType.DEALER, SocketType.SUB, SocketType.PUB, SocketType.REQ);
  private static final int MOST_SPINS = 4_000;
  private static final int FEWEST_SPINS = 32;
  private static final boolean MANY_CORES = Runtime.getRuntime().availableProcessors() > 1;
  private static final long UNBIND_PATIENCE = 1_000;

  /** Messages received from pipes without waiting after which the reactor is looked at. */
  private static final int GLANCE = 1_000;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(SocketCore.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ContextCore context;
  private final SocketType type;
  private final Pattern pattern;
  private final Waiter waiter = new Waiter();
  private final Inbox inbox = new Inbox(waiter);
  private final Monitors monitors = new Monitors();
  private final Profile profile;
  private final SocketOptions<?> options;

  private volatile @Nullable Thread owner;
  private volatile boolean closed;

  // Of the thread inside.
  private final Incoming incoming = new Incoming();
  private final Outgoing outgoing = new Outgoing();
  private boolean framePending;
  private boolean receiving;
  private boolean sending;
  private int served;
  private int spins = FEWEST_SPINS;
  private final Set<Peer> peers = new HashSet<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Dialed> dialed = new ArrayList<>();
  private final List<String> inprocBound = new ArrayList<>();
  private @Nullable Reactor reactor;
  private boolean severalReactors;
  private String lastEndpoint = "";
  private @Nullable BooleanSupplier direct;
  private boolean ended;

  /** One connect call. */
  private record Dialed(
      String endpoint, @Nullable Dialer dialer, @Nullable Peer peer, @Nullable String inproc) {}

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
    this.type = particulars.type();
    this.options = options;
    this.profile = new Profile(particulars, options, context.surroundings, monitors, inbox);
    this.pattern = patternOf.apply(this);
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
    Thread caller = Thread.currentThread();
    if (!OWNER.compareAndSet(this, null, caller)) {
      if (closed) {
        throw new ClosedException(name()); // who is inside is about to close it
      }
      Thread other = owner;
      if (closed) {
        throw new ClosedException(name()); // it is whoever closes that is inside
      }
      throw new ConcurrentUseException(
          name(), other == null ? "another thread" : other.getName(), caller.getName());
    }
    if (closed) {
      exit();
      throw new ClosedException(name());
    }
  }

  /** Leaves the socket; a poller that watches it will look at it again. */
  public void exit() {
    leave();
    inbox.used();
  }

  /** Leaves the socket after a look that changed nothing for a poller. */
  public void leave() {
    OWNER.setRelease(this, null);
  }

  private String name() {
    return "this " + type + " socket";
  }

  @Override
  public void onEvents(Peer peer, int events) {
    if ((events & Peer.ATTACHED) != 0) {
      joined(peer);
    }
    if ((events & Peer.CONNECTED) != 0 && peer.markBoost >= 0 && peer.out instanceof Log log) {
      log.raiseMark(peer.markBoost);
      peer.markBoost = -1;
    }
    pattern.onEvents(peer, events);
  }

  private void joined(Peer peer) {
    peers.add(peer);
    lookAtReactors();
  }

  /** Takes note of what happened to the peers. Inside the socket. */
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
    if (nanos == 0) {
      return false;
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
    if (nanos == 0) {
      return null;
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
    framePending = false;
    receiving = incoming.more();
    incoming.done();
    if (!receiving && ++served >= GLANCE) {
      served = 0;
      Reactor serving = reactor;
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
    if (closed) {
      throw new ClosedException(name());
    }
    long left = Long.MAX_VALUE;
    if (nanos != Long.MAX_VALUE) {
      left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedOperationException(operation);
    }
    Reactor serving = reactor;
    if (serving == null) {
      spinOrPark(left);
    } else {
      serving.await(waiter, left, !severalReactors && Threads.mayDrive(), direct);
    }
    return true;
  }

  /** Waits for another thread of this process: spins while that has been paying off, then parks. */
  private void spinOrPark(long left) {
    if (MANY_CORES) {
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

  /** Has signals come to the socket's own waiter again. */
  public void signalToSelf() {
    inbox.signalTo(waiter);
  }

  /** The reactor on which everything of this socket lives; null if there is none or several. */
  public @Nullable Reactor soleReactor() {
    return severalReactors ? null : reactor;
  }

  /** True if something of this socket lives on a reactor. */
  public boolean hasReactor() {
    return reactor != null;
  }

  private void lookAtReactors() {
    reactor = null;
    severalReactors = false;
    direct = null;
    Session only = null;
    int sessions = 0;
    for (Listener listener : listeners) {
      uses(listener.reactor());
    }
    for (Dialed each : dialed) {
      if (each.dialer() != null) {
        uses(each.dialer().reactor());
      }
    }
    for (Peer peer : peers) {
      if (peer.link() instanceof Session session) {
        uses(session.reactor());
        sessions++;
        only = session;
      }
    }
    if (sessions == 1 && only != null) {
      direct = only::readDirectly;
    }
  }

  private void uses(Reactor used) {
    if (reactor == null) {
      reactor = used;
    } else if (reactor != used) {
      severalReactors = true;
    }
  }

  // ------------------------------------------------------------------ endpoints

  /** The endpoint bound last, wildcards resolved; empty if none. */
  public String lastEndpoint() {
    return lastEndpoint;
  }

  /** How many peers there are. */
  public int peerCount() {
    takeNote();
    return (int) peers.stream().filter(peer -> !peer.isGone()).count();
  }

  /** Binds; returns the endpoint with its wildcards resolved. */
  public String bind(String text) {
    Endpoint endpoint = Endpoint.forBind(text);
    if (endpoint instanceof InprocEndpoint inproc) {
      bindInproc(inproc);
      lastEndpoint = text;
      return text;
    }
    BoundChannel bound;
    try {
      bound = ((BindEndpoint) endpoint).bind(profile.transport);
    } catch (IOException e) {
      bindFailed(text, e);
      throw new EndpointException(text, "the system refused: " + e.getMessage(), e);
    } catch (AddressInUseException | EndpointException e) {
      bindFailed(text, e);
      throw e;
    }
    Listener listener = new Listener(profile, bound);
    listeners.add(listener);
    lookAtReactors();
    listener.start();
    lastEndpoint = listener.endpoint();
    return lastEndpoint;
  }

  private void bindFailed(String text, Exception e) {
    monitors.emit(n -> new SocketEvent.BindFailed(n, text, String.valueOf(e.getMessage())));
  }

  /** Stops listening; the port is free on return. */
  public void unbind(String text) {
    if (inprocBound.remove(text)) {
      context.inprocNames.unbind(text, this);
      return;
    }
    Listener found = null;
    for (Listener listener : listeners) {
      if (listener.endpoint().equals(text)) {
        found = listener;
      }
    }
    if (found == null) {
      throw new EndpointException(
          text, "this socket is not bound to it; bound are " + boundEndpoints());
    }
    listeners.remove(found);
    await(found.close());
  }

  private List<String> boundEndpoints() {
    List<String> names = new ArrayList<>(inprocBound);
    listeners.forEach(listener -> names.add(listener.endpoint()));
    return names;
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + UNBIND_PATIENCE * 1_000_000;
    while (true) {
      try {
        latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Connects.
   *
   * @param routingId what a ROUTER shall call the peer, or null
   */
  public void connect(String text, byte @Nullable [] routingId) {
    Endpoint endpoint = Endpoint.forConnect(text);
    if (SINGLE_CONNECT.contains(type) && dialed.stream().anyMatch(d -> d.endpoint().equals(text))) {
      return;
    }
    lastEndpoint = text;
    if (endpoint instanceof InprocEndpoint inproc) {
      connectInproc(inproc, routingId);
      return;
    }
    Dialer dialer = new Dialer(profile, (ConnectEndpoint) endpoint, routingId);
    Peer peer = dialer.start();
    dialed.add(new Dialed(text, dialer, peer, null));
    if (peer != null) {
      peers.add(peer);
      pattern.attached(peer);
    }
    lookAtReactors();
  }

  /** Takes back the connects to an endpoint; what was sent may linger. */
  public void disconnect(String text) {
    boolean found = false;
    for (Iterator<Dialed> all = dialed.iterator(); all.hasNext(); ) {
      Dialed each = all.next();
      if (each.endpoint().equals(text)) {
        found = true;
        all.remove();
        undial(each);
      }
    }
    if (!found) {
      throw new EndpointException(
          text,
          "this socket is not connected to it; connected are "
              + dialed.stream().map(Dialed::endpoint).toList());
    }
  }

  private void undial(Dialed each) {
    if (each.dialer() != null) {
      each.dialer().close();
    } else if (each.peer() != null) {
      each.peer().link().close();
    }
    if (each.peer() != null) {
      pattern.onEvents(each.peer(), Peer.GONE); // nothing goes there from here on
    }
  }

  // ------------------------------------------------------------------ inproc

  private void bindInproc(InprocEndpoint endpoint) {
    String name = endpoint.text();
    List<InprocNames.Waiting> waiting = context.inprocNames.bind(name, this);
    if (waiting == null) {
      AddressInUseException taken = new AddressInUseException(name, null);
      bindFailed(name, taken);
      throw taken;
    }
    inprocBound.add(name);
    monitors.emit(n -> new SocketEvent.Listening(n, name));
    for (InprocNames.Waiting each : waiting) {
      meet(each.socket(), each.link(), name);
    }
  }

  private void connectInproc(InprocEndpoint endpoint, byte @Nullable [] routingId) {
    String name = endpoint.text();
    Pipe out = inprocPipe(profile.conflate, profile.sendMark, options.sendByteBudget());
    Pipe in = inprocPipe(profile.conflate, profile.receiveMark, options.receiveByteBudget());
    Peer peer = new Peer(inbox, out, in, name, true);
    peer.routingId = routingId;
    greet(peer, profile.hello);
    InprocLink[] link = new InprocLink[1];
    link[0] = new InprocLink(peer, () -> forgetWaiting(name, link[0]));
    SocketCore bound =
        context.inprocNames.boundOrWait(name, new InprocNames.Waiting(this, link[0]));
    if (bound != null && !type.accepts(bound.type)) {
      throw new EndpointException(
          name, "a " + type + " socket cannot talk to the " + bound.type + " socket bound there");
    }
    dialed.add(new Dialed(name, null, peer, name));
    peers.add(peer);
    pattern.attached(peer);
    if (bound != null) {
      bound.meet(this, link[0], name);
      takeNote();
    }
  }

  private void forgetWaiting(String name, InprocLink link) {
    if (context.inprocNames.forget(name, link)) {
      link.peer().abandon(); // in place of the other end, which there will never be
    }
  }

  private Pipe inprocPipe(boolean conflate, int mark, long budget) {
    return conflate ? new Slot() : new Log(context.surroundings.pool(), mark, budget);
  }

  /** Joins one that connected to this socket, which is bound. Called from either one's thread. */
  private void meet(SocketCore connecter, InprocLink theirs, String name) {
    Peer there = theirs.peer();
    if (!type.accepts(connecter.type)) {
      connecter.monitors.emit(
          n ->
              new SocketEvent.HandshakeFailed(
                  n,
                  name,
                  name,
                  io.cero.HandshakeFailure.SOCKET_TYPE,
                  "a " + connecter.type + " cannot talk to the " + type + " bound there"));
      theirs.peer().post(Peer.GONE);
      return;
    }
    if (there.in instanceof Log log) {
      log.raiseMark(profile.sendMark);
    }
    Peer here = new Peer(inbox, there.in, there.out, name, false);
    InprocLink ours = new InprocLink(here, () -> {});
    ours.goodbyeOfOther = connecter.profile.hiccup;
    theirs.goodbyeOfOther = profile.goodbye;
    here.introduce(connecter.profile.identity, metadata(name, connecter));
    there.introduce(profile.identity, metadata(name, this));
    there.markBoost = profile.receiveMark;
    InprocLink.join(ours, theirs);
    greet(here, profile.hello);
    here.post(Peer.ATTACHED | Peer.CONNECTED | Peer.READABLE);
    there.post(Peer.CONNECTED | Peer.READABLE | Peer.WRITABLE);
  }

  private static void greet(Peer peer, byte @Nullable [][] hello) {
    if (hello != null) {
      Outgoing frame = new Outgoing();
      for (int i = 0; i < hello.length; i++) {
        peer.out.append(frame.set(hello[i]), i + 1 < hello.length);
      }
    }
  }

  private static PeerMetadata metadata(String name, SocketCore socket) {
    byte[] identity = socket.profile.identity;
    return new PeerMetadata(
        name,
        Optional.empty(),
        Optional.of(socket.type),
        identity.length == 0 ? Optional.empty() : Optional.of(RoutingId.of(identity)),
        Map.copyOf(socket.options.properties()));
  }

  // ------------------------------------------------------------------ the host of a pattern

  @Override
  public void dropped(DropReason reason, long messages) {
    monitors.dropped(reason, messages);
  }

  @Override
  public void refused(Peer peer, byte[] identity) {
    PeerMetadata metadata = peer.metadata();
    monitors.emit(
        n ->
            new SocketEvent.HandshakeFailed(
                n,
                peer.endpoint,
                metadata == null ? "" : metadata.address(),
                HandshakeFailure.DUPLICATE_IDENTITY,
                "a peer is here already as " + RoutingId.of(identity)));
  }

  @Override
  public void forgotten(Peer peer) {
    if (peers.remove(peer)) {
      peer.abandon();
      lookAtReactors();
    }
  }

  // ------------------------------------------------------------------ the end

  /** True once closing has begun. */
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
   */
  public void close() {
    beginClosing();
    Thread caller = Thread.currentThread();
    while (!OWNER.compareAndSet(this, null, caller)) {
      if (owner == caller) {
        throw new IllegalStateException("a socket cannot be closed from within one of its calls");
      }
      inbox.signal();
      LockSupport.parkNanos(this, 50_000);
    }
    try {
      if (!ended) {
        ended = true;
        end();
      }
    } finally {
      exit();
      context.remove(this);
    }
  }

  private void end() {
    if (sending) {
      abandonSend();
    }
    for (String name : inprocBound) {
      context.inprocNames.unbind(name, this);
    }
    List<CountDownLatch> latches = new ArrayList<>();
    for (Listener listener : listeners) {
      latches.add(listener.close());
    }
    latches.forEach(SocketCore::await);
    inbox.drainTo(
        (peer, events) -> {
          if ((events & Peer.ATTACHED) != 0) {
            peers.add(peer);
          }
        });
    for (Dialed each : dialed) {
      if (each.dialer() != null) {
        each.dialer().close();
      }
    }
    for (Peer peer : List.copyOf(peers)) {
      peer.link().close();
      peer.abandon();
    }
    peers.clear();
    listeners.clear();
    dialed.clear();
    monitors.stop();
  }
}
