package io.cero;

import io.cero.pattern.Host;
import io.cero.pattern.Pattern;
import io.cero.pattern.Peer;
import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import io.cero.session.Durations;
import io.cero.session.Profile;
import io.cero.socket.ContextCore;
import io.cero.socket.SocketCore;
import io.cero.wire.SocketType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ØMQ socket: a pattern, the endpoints that it is bound or connected to, and the messages that
 * wait to go out or to be received.
 *
 * <p><b>Threads.</b> One thread at a time uses a socket; a second one that calls while the first is
 * inside gets a {@link ConcurrentUseException}. A socket may move from thread to thread. Only what
 * says so may be called from any thread at any time; {@link #close} ends the call that is inside
 * with a {@link ClosedException}. A socket that is made with {@link SocketOptions#shared} takes
 * calls from any threads, in turn.
 *
 * <p><b>Bind and connect</b> are independent of the pattern, may be mixed, and may be done any
 * number of times over any transports: {@code tcp}, {@code ipc}, {@code inproc}.
 *
 * <p><b>Outcomes.</b> A call that waits ends in one of four ways: it has done what it says; its
 * time was over (an empty result, or {@link TimedOutException} where the timeout is an option); the
 * thread was interrupted ({@link InterruptedOperationException}, the flag stays set); the socket or
 * its context was closed ({@link ClosedException}).
 */
public abstract sealed class Socket implements AutoCloseable
    permits PairSocket,
        PubSocket,
        SubSocket,
        XPubSocket,
        XSubSocket,
        ReqSocket,
        RepSocket,
        DealerSocket,
        RouterSocket,
        PushSocket,
        PullSocket,
        StreamSocket {
  /** What {@link Receiver#tryReceive(ByteBuffer)} returns when there is nothing to receive. */
  public static final int NOTHING = -1;

  final SocketCore core;
  private final SocketOptions<?> options;
  private volatile long sendNanos;
  private volatile long receiveNanos;

  Socket(
      ContextCore context,
      Profile.Particulars particulars,
      SocketOptions<?> options,
      Function<Host, Pattern> pattern) {
    this.options = options;
    this.sendNanos = Durations.nanos(options.sendTimeout());
    this.receiveNanos = Durations.nanos(options.receiveTimeout());
    this.core = new SocketCore(context, particulars, options, pattern);
  }

  static Profile.Particulars particulars(SocketType type) {
    return particulars(type, false, Optional.empty());
  }

  static Profile.Particulars particulars(
      SocketType type, boolean conflate, Optional<RoutingId> identity) {
    return new Profile.Particulars(type, false, conflate, bytes(identity), null, null, null);
  }

  static byte[] bytes(Optional<RoutingId> identity) {
    return identity.isPresent() ? identity.get().toByteArray() : new byte[0];
  }

  static byte @Nullable [][] frames(Optional<Message> message) {
    if (message.isEmpty()) {
      return null;
    }
    List<byte[]> frames = new ArrayList<>();
    message.get().frames().forEach(frame -> frames.add(frame.toByteArray()));
    return Profile.frames(frames);
  }

  // ------------------------------------------------------------------ endpoints

  /**
   * Listens on an endpoint: {@code tcp://*:5555}, {@code tcp://127.0.0.1:*}, {@code ipc://path},
   * {@code inproc://name}. Peers can connect from the moment of return.
   *
   * @return the endpoint as bound, wildcards filled in: what a peer can connect to
   * @throws EndpointException if the endpoint is wrong or not possible here
   * @throws AddressInUseException if something else listens there
   */
  public final String bind(String endpoint) {
    core.enter();
    try {
      return core.endpoints().bind(endpoint);
    } finally {
      core.exit();
    }
  }

  /**
   * Connects to an endpoint, now or as soon as somebody listens there, and again whenever the
   * connection is lost.
   *
   * @throws EndpointException if the endpoint is wrong
   */
  public final void connect(String endpoint) {
    connect(endpoint, null);
  }

  final void connect(String endpoint, byte @Nullable [] routingId) {
    core.enter();
    try {
      core.endpoints().connect(endpoint, routingId);
    } finally {
      core.exit();
    }
  }

  /**
   * Stops listening. Connections that were accepted stay; the port or file is free on return.
   *
   * @param endpoint as {@link #bind} returned it
   * @throws EndpointException if this socket is not bound to it
   */
  public final void unbind(String endpoint) {
    core.enter();
    try {
      core.endpoints().unbind(endpoint);
    } finally {
      core.exit();
    }
  }

  /**
   * Takes a connect back. Messages that were sent may linger.
   *
   * @param endpoint as it was given to {@link #connect}
   * @throws EndpointException if this socket is not connected to it
   */
  public final void disconnect(String endpoint) {
    core.enter();
    try {
      core.endpoints().disconnect(endpoint);
    } finally {
      core.exit();
    }
  }

  /** Returns the endpoint of the last bind or connect, wildcards filled in; empty if none. */
  public final String lastEndpoint() {
    core.enter();
    try {
      return core.endpoints().lastEndpoint();
    } finally {
      core.exit();
    }
  }

  /**
   * Returns the peers that there are, in the order in which they came: connected ones, and those
   * that are being sought. A peer that was turned away, dropped or replaced is not among them.
   */
  public final List<PeerStatus> peers() {
    core.enter();
    try {
      List<PeerStatus> peers = new ArrayList<>();
      for (Peer peer : core.endpoints().peers()) {
        byte[] address = peer.routingId;
        peers.add(
            new PeerStatus(
                peer.number,
                address == null ? Optional.empty() : Optional.of(RoutingId.of(address)),
                peer.endpoint,
                !peer.connecting,
                peer.isConnected(),
                Optional.ofNullable(peer.metadata())));
      }
      return List.copyOf(peers);
    } finally {
      core.exit();
    }
  }

  /**
   * Waits until so many peers are connected, their handshakes done. A PUSH or DEALER that sends
   * after that sends to all of them in turn; a ROUTER knows them all; a publisher has still to be
   * told what they subscribe to, for which there is {@link Publisher#awaitSubscribers}.
   *
   * @return false if the time was over first
   */
  public final boolean awaitPeers(int count, Duration timeout) {
    long nanos = OptionCheck.nanos("timeout", timeout);
    core.enter();
    try {
      return core.awaitCondition("awaitPeers", () -> core.endpoints().areConnected(count), nanos);
    } finally {
      core.exit();
    }
  }

  /**
   * Drops a peer at once: its connection is closed, and if this socket connected to it, the connect
   * is taken back. Nothing is sent there from here on.
   *
   * <p>What is queued for it is dropped, and counted by {@link SocketEvent.Disconnected}; over
   * inproc there is no such queue, since what was sent is the peer's already. What it sent and was
   * not received yet can still be received, except by a ROUTER or a STREAM, which could not answer:
   * they discard it. No message and no {@link PeerNotification} tells that it is gone.
   *
   * <p>A peer that connected to this socket may come back, with another number.
   *
   * @param peer as {@link #peers} returned it
   * @return false if it was gone already
   */
  public final boolean drop(PeerStatus peer) {
    return drop(() -> core.endpoints().peer(peer.number()));
  }

  final boolean drop(Supplier<Optional<Peer>> sought) {
    core.enter();
    try {
      core.takeNote();
      Optional<Peer> found = sought.get();
      found.ifPresent(core.endpoints()::drop);
      return found.isPresent();
    } finally {
      core.exit();
    }
  }

  /** Returns how many peers there are: connected ones, and those that are being sought. */
  public final int peerCount() {
    core.enter();
    try {
      return core.endpoints().peerCount();
    } finally {
      core.exit();
    }
  }

  // ------------------------------------------------------------------ options

  /** Returns the options with which the socket was made; they can be read, not changed. */
  public SocketOptions<?> options() {
    return options;
  }

  /** Returns the socket's type. */
  public final SocketType type() {
    return core.type();
  }

  /** Changes how long what was sent may linger after closing. Any thread. */
  public final void linger(Duration linger) {
    core.lingerNanos(Durations.nanos(OptionCheck.notNegative("linger", linger)));
  }

  /**
   * Changes the high-water marks of connections that are made from now on. Any thread.
   *
   * @param send messages that may wait to go out to one peer; 0 for no limit
   * @param receive messages that may wait to be received from one peer; 0 for no limit
   */
  public final void highWaterMarks(int send, int receive) {
    core.marks(
        OptionCheck.atLeast("sendHighWaterMark", send, 0, "0 sets no limit"),
        OptionCheck.atLeast("receiveHighWaterMark", receive, 0, "0 sets no limit"));
  }

  /** Changes how long a send waits that is given no time of its own. Any thread. */
  public final void sendTimeout(Duration timeout) {
    sendNanos = Durations.nanos(OptionCheck.notNegative("sendTimeout", timeout));
  }

  /** Changes how long a receive waits that is given no time of its own. Any thread. */
  public final void receiveTimeout(Duration timeout) {
    receiveNanos = Durations.nanos(OptionCheck.notNegative("receiveTimeout", timeout));
  }

  // ------------------------------------------------------------------ readiness

  /** True if a message could be received at once. */
  public final boolean isReadable() {
    core.enter();
    try {
      return core.canReceive();
    } finally {
      core.exit();
    }
  }

  /** True if a message could be sent at once. */
  public final boolean isWritable() {
    core.enter();
    try {
      return core.canSend();
    } finally {
      core.exit();
    }
  }

  /**
   * Has a callback run whenever something may have become possible that was not: the socket's side
   * of a foreign event loop, since there is no descriptor to hand out.
   *
   * <p>The callback runs on an I/O thread or on any thread that uses a peer; it must be quick, must
   * not use the socket, and typically schedules a task that does: receive with {@code tryReceive}
   * until there is nothing, and wait for the next call. It may run for no reason, and once where
   * several things have happened.
   *
   * @param callback what to run; null for nothing
   */
  public final void onReady(@Nullable Runnable callback) {
    core.inbox().listener(callback);
    if (callback != null) {
      callback.run();
    }
  }

  /** Returns a monitor of what happens to this socket from now on. Any thread. */
  public final SocketMonitor monitor() {
    return new SocketMonitor(core.monitors().open());
  }

  /**
   * Returns a consistent snapshot of what has gone through this socket, by peer and in all. Any
   * thread, at any time, also once the socket is closed: then until what lingers is written or
   * dropped, and from there on always the same.
   *
   * <p>It makes those who send and receive do nothing that they don't do anyway; the caller copies
   * some numbers for each peer.
   */
  public final SocketStatistics statistics() {
    return core.statistics();
  }

  // ------------------------------------------------------------------ the end

  /** True once the socket is closed, by itself or with its context. Any thread. */
  public final boolean isClosed() {
    return core.isClosed();
  }

  /**
   * Closes the socket. Messages that were sent and not written linger in the background, as long as
   * the linger says; closing the context waits for them. Any thread; a second call does nothing.
   */
  @Override
  public final void close() {
    core.close();
  }

  // ------------------------------------------------------------------ sending, for Sender

  final long sendNanos() {
    return sendNanos;
  }

  final long receiveNanos() {
    return receiveNanos;
  }

  /** Sends one frame that {@code fill} puts into the outgoing one. */
  final boolean sendFrame(byte[] body, int offset, int length, boolean more, long nanos) {
    if (more) {
      core.requireUnshared("a frame");
    }
    core.enter();
    try {
      core.outgoing().set(body, offset, length);
      return core.send(more, nanos);
    } finally {
      core.exit();
    }
  }

  final boolean sendFrame(ByteBuffer body, @Nullable Runnable release, boolean more, long nanos) {
    core.enter();
    try {
      Outgoing frame = core.outgoing().set(body, release);
      if (!core.send(more, nanos)) {
        return false;
      }
      if (release == null) {
        body.position(body.limit());
      }
      frame.releaseNow();
      return true;
    } finally {
      core.exit();
    }
  }

  final boolean sendMessage(Message message, long nanos) {
    boolean begun = false;
    core.enter();
    try {
      if (core.isSending()) {
        throw new OutOfTurnException(
            "a message is being sent frame by frame: send its last frame before another message");
      }
      begun = true;
      byte[] single = message.single();
      if (single != null) {
        core.outgoing().setImmutable(single, 0, single.length);
        return core.send(false, nanos);
      }
      int count = message.frameCount();
      for (int i = 0; i < count; i++) {
        Frame frame = message.frame(i);
        if (frame.isContiguous()) {
          core.outgoing().setImmutable(frame.part(0), frame.partOffset(0), frame.partLength(0));
        } else {
          byte[] whole = frame.toByteArray();
          core.outgoing().setImmutable(whole, 0, whole.length);
        }
        if (!core.send(i + 1 < count, i == 0 ? nanos : Long.MAX_VALUE)) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException | Error e) {
      if (begun && core.isSending()) {
        core.abandonSend();
      }
      throw e;
    } finally {
      core.exit();
    }
  }

  final TimedOutException sendTimedOut() {
    return new TimedOutException("send", Duration.ofNanos(sendNanos));
  }

  final TimedOutException receiveTimedOut() {
    return new TimedOutException("receive", Duration.ofNanos(receiveNanos));
  }

  // ------------------------------------------------------------------ subscribers, for Publisher

  final int subscribers(byte[] topic) {
    core.enter();
    try {
      core.takeNote();
      return ((io.cero.pattern.Publisher) core.pattern()).subscriberCount(topic);
    } finally {
      core.exit();
    }
  }

  final boolean awaitSubscribers(byte[] topic, int count, long nanos) {
    core.enter();
    try {
      io.cero.pattern.Publisher pattern = (io.cero.pattern.Publisher) core.pattern();
      return core.awaitCondition(
          "awaitSubscribers", () -> pattern.subscriberCount(topic) >= count, nanos);
    } finally {
      core.exit();
    }
  }

  // ------------------------------------------------------------------ receiving, for Receiver

  final @Nullable Message receiveMessage(long nanos) {
    core.enter();
    try {
      Incoming frame = core.receive(nanos);
      if (frame == null) {
        return null;
      }
      PeerMetadata metadata = core.lastPeer();
      if (!frame.more() && frame.length() <= Integer.MAX_VALUE - 8 && !frame.isSegmented()) {
        Message message = new Message(frame.copy(), metadata);
        core.consume();
        return message;
      }
      List<Frame> frames = new ArrayList<>(4);
      while (true) {
        frames.add(frameOf(frame));
        boolean more = frame.more();
        core.consume();
        if (!more) {
          return new Message(frames.toArray(Frame[]::new), metadata);
        }
        // The rest of a message is there with its beginning.
        frame = Objects.requireNonNull(core.receive(Long.MAX_VALUE));
      }
    } finally {
      core.exit();
    }
  }

  private static Frame frameOf(Incoming frame) {
    if (!frame.isSegmented()) {
      return Frame.wrap(frame.copy());
    }
    byte[][] parts = frame.take();
    return parts.length == 1 ? Frame.wrap(parts[0]) : Frame.wrapSegments(parts, frame.length());
  }

  final byte @Nullable [] receiveFrame(long nanos) {
    core.enter();
    try {
      Incoming frame = core.receive(nanos);
      if (frame == null) {
        return null;
      }
      if (frame.more()) {
        core.requireUnshared("a frame");
      }
      byte[] body = frame.copy();
      core.consume();
      return body;
    } finally {
      core.exit();
    }
  }

  final int receiveFrame(ByteBuffer into, long nanos) {
    SocketCore core = this.core; // looked up once: every other field may have changed meanwhile
    core.enter();
    try {
      Incoming frame = core.receiveFor(into, nanos);
      if (frame == null) {
        return NOTHING;
      }
      if (frame.more()) {
        core.requireUnshared("a frame");
      }
      long length = frame.length();
      if (length > into.remaining()) {
        throw new BufferTooSmallException(into.remaining(), length);
      }
      frame.copyTo(into);
      core.consume();
      return (int) length;
    } finally {
      core.exit();
    }
  }

  final boolean hasMoreFrames() {
    core.enter();
    try {
      return core.isReceiving();
    } finally {
      core.exit();
    }
  }

  @Override
  public String toString() {
    return core.type() + (core.isClosed() ? " (closed)" : "");
  }
}
