package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.DropReason;
import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pattern.Link;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.Egress;
import io.cero.pipe.Encoder;
import io.cero.pipe.Ingress;
import io.cero.pipe.Intake;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Outlet;
import io.cero.pipe.Slot;
import io.cero.pipe.SlotOutlet;
import io.cero.pipe.Transcriber;
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import io.cero.reactor.Tail;
import io.cero.reactor.Timer;
import io.cero.wire.Commands;
import io.cero.wire.RemotePeer;
import io.cero.wire.WireException;
import io.cero.wire.ZmtpVersion;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What stands between one peer's pipes and its connections, one after another: flushes the outbound
 * pipe into the channel and reads the channel into the inbound pipe.
 *
 * <p>A session that accepted ends with its connection. One that connects goes on with the next,
 * from the first message whose end was not written, unless the socket is {@code immediate}.
 *
 * <pre>
 *   BETWEEN --established--> CONNECTED --lost--> BETWEEN      (connecting)
 *                                |-----lost--> ENDED          (accepted, immediate)
 *      any --------------------close--> CLOSING --written or linger over--> ENDED
 * </pre>
 *
 * <p><b>Rights.</b> {@code readRight} guards the inbound pipe's writing end and the connection's
 * read side; {@code flushRight} the outbound pipe's reading end and the write side. The state and
 * the timers belong to the driver. Fields of the publishing thread belong to the thread inside the
 * socket. Nobody waits for a right.
 */
public final class Session extends Tail implements Link {
  private static final long BATCH = 64 << 10;
  private static final long QUIET = 50_000;
  private static final int LOOKS = 3;
  private static final int READS = 4;
  private static final long AFTER_WRITE_FAILURE = 1_000_000_000L;

  private enum State {
    BETWEEN,
    CONNECTED,
    CLOSING,
    ENDED
  }

  final Profile profile;
  final Reactor reactor;
  final Peer peer;
  private final @Nullable Dialer dialer;
  private final Egress egress;
  private final Right readRight = new Right();
  private final Right flushRight = new Right();
  private final Timer linger;

  // The driver's.
  private volatile State state = State.BETWEEN;
  private volatile @Nullable Connection connection;
  private boolean introduced;
  private boolean left;

  // The read side's.
  private final ArrayDeque<byte[]> postponed = new ArrayDeque<>();

  // The driver's, read by the thread inside the socket once the peer is attached.
  private volatile long toldChanges = -1;

  // Written by the read side, taken by the publishing thread.
  private volatile boolean heard;

  // Written by both the publishing thread (to true) and the I/O thread (to false).
  private volatile boolean burst;

  // The publishing thread's.
  private long lastFlush = System.nanoTime() - QUIET;
  private long flushedTotal;

  // The I/O thread's.
  private long lookedAt;
  private int quietLooks;
  private boolean fading;
  private long fadingSince;

  // The write side's, read by the I/O thread.
  private volatile long flushes;
  private long flushesSeen;

  Session(Profile profile, Reactor reactor, Peer peer, @Nullable Dialer dialer) {
    this.profile = profile;
    this.reactor = reactor;
    this.peer = peer;
    this.dialer = dialer;
    this.egress = peer.out instanceof Log log ? new Outlet(log) : new SlotOutlet((Slot) peer.out);
    this.linger = new Timer(this::lingerOver);
    peer.link(this);
    peer.in.onRoom(this::roomAgain);
    peer.out.onRoom(() -> peer.post(Peer.WRITABLE));
    profile.lifetimes.begin();
  }

  /** The reactor on which it lives. */
  public Reactor reactor() {
    return reactor;
  }

  // ------------------------------------------------------------------ the socket's side

  @Override
  public void published() {
    VarHandle.acquireFence(); // for the compiler: the publication stays before; partner: onLook
    if (burst) {
      if (peer.out instanceof Log log && log.writtenTotal() - flushedTotal >= BATCH) {
        flushNow(log);
      }
      return;
    }
    VarHandle.fullFence(); // after the publication; partner: establish, onLook
    if (connection == null) {
      return; // flushed when there is one
    }
    long now = System.nanoTime();
    boolean quiet = heard || now - lastFlush > QUIET;
    heard = false;
    lastFlush = now;
    if (quiet || !(peer.out instanceof Log)) {
      if (peer.out instanceof Log log) {
        flushNow(log);
      } else {
        flush();
      }
      return;
    }
    burst = true;
    reactor.watch(this);
  }

  private void flushNow(Log log) {
    flushedTotal = log.writtenTotal();
    flush();
  }

  @Override
  public void subscribe(byte[] prefix) {
    VarHandle.fullFence(); // after the set was changed; partner: establish
    Connection current = connection;
    if (current != null) {
      sendSubscription(current, prefix, true);
      flush();
    }
  }

  @Override
  public void cancel(byte[] prefix) {
    VarHandle.fullFence();
    Connection current = connection;
    if (current != null) {
      sendSubscription(current, prefix, false);
      flush();
    }
  }

  @Override
  public boolean resendsSubscriptions() {
    if (dialer != null && !profile.options.immediate()) {
      return true; // attached before its handshake: what changes in between is told as it does
    }
    SubscriptionSet subscriptions = profile.subscriptions;
    return subscriptions != null && subscriptions.changes() == toldChanges;
  }

  private static void sendSubscription(Connection to, byte[] prefix, boolean on) {
    if (to.version == ZmtpVersion.V1_0) {
      return; // such a publisher sends everything
    }
    if (to.version.subscribesByCommand()) {
      to.enqueue(on ? Commands.subscribe(prefix) : Commands.cancel(prefix));
    } else {
      to.enqueue(on ? Commands.subscribeMessage(prefix) : Commands.cancelMessage(prefix));
    }
  }

  @Override
  public void close() {
    reactor.execute(this::beginClosing);
  }

  @Override
  public void drop() {
    reactor.execute(() -> end(DisconnectReason.REPLACED, ""));
  }

  /** Reads the channel directly, for a caller that waits; true if messages came in. */
  public boolean readDirectly() {
    return read(false);
  }

  /** The application has made room in the inbound pipe. Called on its thread. */
  private void roomAgain() {
    read(false);
  }

  // ------------------------------------------------------------------ flushing

  @Override
  public void flush() {
    if (flushRight.tryAcquire()) {
      do {
        flushHeld();
      } while (!flushRight.release());
    }
  }

  private void flushHeld() {
    Connection current = connection;
    if (current == null || current.hasWriteFailed()) {
      return;
    }
    try {
      if (!egress.isMidMessage() && !current.writeControl()) {
        current.writeInterest(true);
        return;
      }
      Egress.Flow flow = egress.write(current.channel);
      long turns = flushes + 1; // the holder of the right alone writes
      flushes = turns;
      if (flow == Egress.Flow.DRAINED && current.hasControl() && !current.writeControl()) {
        flow = Egress.Flow.BLOCKED;
      }
      switch (flow) {
        case BLOCKED -> current.writeInterest(true);
        case DRAINED -> {
          current.writeInterest(false);
          if (state == State.CLOSING) {
            reactor.execute(this::closeIfWritten);
          }
        }
        case MORE -> reactor.execute(this::flush);
      }
    } catch (IOException e) {
      current.writeFailed();
      reactor.execute(() -> endSoon(current, e));
    } catch (RuntimeException | OutOfMemoryError fault) {
      current.writeFailed();
      fail(current, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
  }

  /**
   * Flushes what the publishing thread left here.
   *
   * <p>A publisher in a burst must not pay for a fence with every message, so this is the one place
   * where time stands in for the fence: it may have published, and still have seen the burst that
   * ends here. Its message is on its way out of the processor then, which takes nanoseconds, and
   * the last look comes {@link #QUIET} later.
   */
  @Override
  protected boolean onLook() {
    if (fading) {
      if (!burst && System.nanoTime() - fadingSince < QUIET) {
        return true;
      }
      fading = false;
      if (!burst) {
        flush();
        return false;
      }
    }
    long published = peer.out.published();
    if (flushes != flushesSeen && published != lookedAt) {
      flushesSeen = flushes; // the sender flushes by itself
    } else {
      flush();
      flushesSeen = flushes;
    }
    if (published != lookedAt) {
      lookedAt = published;
      quietLooks = 0;
      return true;
    }
    if (++quietLooks == LOOKS) {
      quietLooks = 0;
      burst = false; // who publishes from here on sees to its messages itself, or enters anew
      fading = true;
      fadingSince = System.nanoTime();
    }
    return true;
  }

  // ------------------------------------------------------------------ reading

  /**
   * Reads the channel if nobody else does.
   *
   * @param selected true if the selector said that there is something
   * @return true if messages were published
   */
  boolean read(boolean selected) {
    boolean published = false;
    if (readRight.tryAcquire()) {
      do {
        published |= readHeld(selected);
      } while (!readRight.release());
    }
    return published;
  }

  private boolean readHeld(boolean selected) {
    Connection current = connection;
    if (current == null || current.isEnded()) {
      return false;
    }
    Ingress ingress = current.ingress;
    int published = 0;
    try {
      int reads = 0;
      boolean mayRead = true;
      boolean ahead = false;
      while (!ahead) {
        if (ingress.isMarked()) {
          published += ingress.walk();
        }
        if (ingress.isMarked() || (mayRead && !ingress.hasRoom())) {
          if (!peer.in.awaitRoom()) {
            continue; // there is room meanwhile, so the next turn publishes or reads
          }
          // From here on roomAgain publishes: nothing else may, for the channel may be empty.
          if (!current.marked.atMark(selected)) {
            break;
          }
          ahead = true;
        } else if (!mayRead) {
          current.marked.resume();
          break;
        }
        int count;
        if (ahead) {
          count = ingress.readAhead(current.channel);
        } else {
          count = ingress.read(current.channel);
          current.marked.onRead();
        }
        if (count < 0) {
          current.ended();
          fail(current, DisconnectReason.PEER_CLOSED, "");
          break;
        }
        settleSubscriptions();
        published += count;
        if (ingress.lastRead() > 0) {
          current.heard = true;
        }
        mayRead = ++reads < READS && ingress.wasFilled() && published == 0;
      }
    } catch (IOException e) {
      current.ended();
      fail(current, DisconnectReason.IO_ERROR, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      current.ended();
      fail(current, reasonOf(e), String.valueOf(e.getMessage()), e.errorCommand().orElse(null));
    } catch (RuntimeException | OutOfMemoryError fault) {
      current.ended();
      fail(current, DisconnectReason.INTERNAL_ERROR, fault.toString());
    }
    if (published > 0) {
      heard = true;
      tellReader();
    }
    return published > 0;
  }

  private void tellReader() {
    reactor.stir();
    if (peer.in.takeReaderWaiting()) {
      peer.post(Peer.READABLE);
    }
  }

  private static DisconnectReason reasonOf(WireException fault) {
    return switch (fault.reason()) {
      case FRAME_TOO_LARGE, MESSAGE_TOO_LARGE -> DisconnectReason.MESSAGE_TOO_LARGE;
      default -> DisconnectReason.PROTOCOL_ERROR;
    };
  }

  /** A publisher's peer has subscribed, or taken a subscription back. Called by the read side. */
  void subscription(byte operation, byte[] topic) {
    if (!profile.isPublisher()) {
      return;
    }
    byte[] message = new byte[topic.length + 1];
    message[0] = operation;
    System.arraycopy(topic, 0, message, 1, topic.length);
    postponed.add(message);
    if (!(peer.in instanceof Log log && log.isOpen())) {
      settleSubscriptions();
    }
  }

  /** Passes on the subscriptions that came between the frames of a message. */
  private void settleSubscriptions() {
    if (postponed.isEmpty() || (peer.in instanceof Log log && log.isOpen())) {
      return;
    }
    for (byte[] message = postponed.poll(); message != null; message = postponed.poll()) {
      peer.in.append(new Outgoing().set(message), false);
    }
    tellReader();
  }

  // ------------------------------------------------------------------ the driver's side

  /** True while it has, or may get, a connection. */
  boolean isOpen() {
    return state == State.BETWEEN || state == State.CONNECTED;
  }

  /**
   * Takes over a channel whose handshake is done. Called by the driver.
   *
   * @param early what was read beyond the handshake
   */
  void establish(
      SocketChannel channel, String address, @Nullable RemotePeer remote, ByteBuffer early)
      throws IOException {
    ZmtpVersion version = remote == null ? ZmtpVersion.V3_1 : remote.version();
    Connection next = new Connection(this, channel, address, version);
    PeerMetadata metadata =
        remote == null ? Profile.rawMetadata(address) : Profile.metadata(remote, address);
    peer.introduce(remote == null ? new byte[0] : remote.identity(), metadata);
    next.ingress = ingressFor(next);
    encodeFor(version);
    next.heartbeats = new Heartbeats(next, reactor, profile.options.heartbeat());
    next.publishedAtStart = peer.out.consumed();
    if (profile.isPublisher() && version == ZmtpVersion.V1_0) {
      peer.subscribeToAll();
    }
    if (profile.hello != null) {
      next.enqueue(encode(profile.hello, version));
    }
    next.key = reactor.register(channel, SelectionKey.OP_READ, next);
    boolean joins = !introduced && (!peer.connecting || profile.options.immediate());
    introduced = true;
    if (state == State.BETWEEN) {
      state = State.CONNECTED;
    }
    while (!readRight.tryAcquire()) {
      Thread.onSpinWait(); // without a connection nobody has it for long
    }
    connection = next; // before the peer is posted: what is attached is told the subscriptions
    VarHandle.fullFence(); // partner: published, subscribe
    resubscribe(next);
    peer.post(joins ? Peer.ATTACHED | Peer.CONNECTED : Peer.CONNECTED);
    if (remote != null) {
      tellHandshake(remote, metadata); // not before: who is told may send at once
    }
    acceptEarly(next, early);
    letGo(readRight);
    next.heartbeats.start();
    flush();
    read(false);
  }

  private void tellHandshake(RemotePeer remote, PeerMetadata metadata) {
    profile.events.emit(
        n ->
            new SocketEvent.HandshakeSucceeded(
                n,
                peer.endpoint,
                metadata,
                remote.version().toString(),
                profile.options.security().mechanism()));
  }

  /** Tells a new connection what is subscribed, while the socket's thread may go on changing it. */
  private void resubscribe(Connection next) {
    SubscriptionSet subscriptions = profile.subscriptions;
    if (subscriptions == null) {
      return;
    }
    toldChanges = subscriptions.changes();
    for (byte[] prefix : subscriptions) {
      sendSubscription(next, prefix, true);
      if (!subscriptions.contains(prefix)) {
        sendSubscription(next, prefix, false); // cancelled meanwhile, perhaps before we told of it
      }
    }
  }

  private void acceptEarly(Connection next, ByteBuffer early) {
    if (!early.hasRemaining()) {
      return;
    }
    try {
      if (next.ingress.accept(early) > 0) {
        heard = true;
      }
    } catch (WireException e) {
      fail(next, reasonOf(e), String.valueOf(e.getMessage()), e.errorCommand().orElse(null));
    }
    settleSubscriptions();
    tellReader();
  }

  private Ingress ingressFor(Connection next) {
    long maximum = profile.options.maximumMessageSize();
    if (profile.raw) {
      return new Transcriber(peer.in, Transcriber.Format.RAW, maximum, next::onCommand);
    }
    Transcriber.Format format =
        switch (next.version) {
          case V1_0 -> Transcriber.Format.ZMTP_1;
          case V2_0 -> Transcriber.Format.ZMTP_2;
          default -> Transcriber.Format.ZMTP_3;
        };
    if (peer.in instanceof Log log
        && !profile.isPublisher()
        && format == Transcriber.Format.ZMTP_3) {
      return new Intake(log, maximum, next::onCommand);
    }
    return new Transcriber(peer.in, format, maximum, next::onCommand);
  }

  private void encodeFor(ZmtpVersion version) {
    Encoder encoder =
        profile.raw ? Encoder.RAW : version == ZmtpVersion.V1_0 ? Encoder.LEGACY : Encoder.ZMTP;
    if (egress instanceof Outlet outlet) {
      outlet.encodeWith(encoder == Encoder.ZMTP ? null : encoder);
    } else if (egress instanceof SlotOutlet outlet) {
      outlet.encodeWith(encoder);
    }
  }

  private static byte[] encode(byte[][] frames, ZmtpVersion version) {
    Encoder encoder = version == ZmtpVersion.V1_0 ? Encoder.LEGACY : Encoder.ZMTP;
    return encoder.encode(frames);
  }

  /** Ends a connection from whichever thread found out. */
  void fail(Connection failed, DisconnectReason reason, String text) {
    fail(failed, reason, text, null);
  }

  private void fail(
      Connection failed, DisconnectReason reason, String text, byte @Nullable [] lastWord) {
    failed.ended();
    reactor.execute(
        () -> {
          if (connection == failed) {
            lost(reason, text, lastWord);
          }
        });
  }

  private void endSoon(Connection failed, IOException e) {
    Timer patience =
        new Timer(() -> fail(failed, DisconnectReason.IO_ERROR, String.valueOf(e.getMessage())));
    reactor.schedule(patience, AFTER_WRITE_FAILURE);
  }

  /** The connection is over: gives it up, and either waits for another or ends. */
  private void lost(DisconnectReason reason, String text, byte @Nullable [] lastWord) {
    if (!takeRights(() -> lost(reason, text, lastWord))) {
      return;
    }
    Connection gone = connection;
    if (gone == null) {
      giveRights();
      return;
    }
    connection = null;
    gone.heartbeats.stop();
    gone.marked.end();
    gone.ingress.finish();
    tellReader();
    Dialer redial = dialer;
    boolean closing = state == State.CLOSING;
    boolean again =
        redial != null
            && !profile.options.immediate()
            && (closing ? peer.out.queued() > 0 : state == State.CONNECTED);
    egress.rewind();
    long written = peer.out.consumed() - gone.publishedAtStart;
    long dropped = again ? 0 : peer.out.queued();
    giveRights();
    Farewell.close(reactor, profile, gone.channel, gone.key, lastWord, 0);
    if (!again) {
      leave(); // before it is told: who is told may send at once, and not to this peer
    }
    profile.events.emit(
        n ->
            new SocketEvent.Disconnected(
                n, peer.endpoint, gone.address, reason, text, written, dropped));
    if (redial != null && again) {
      if (!closing) {
        state = State.BETWEEN;
        madeUp(profile.hiccup);
        peer.post(Peer.HICCUP);
      }
      redial.lost(); // while it lingers, what is queued may still go out on another connection
      return;
    }
    ended(dropped);
    if (redial != null && closing) {
      redial.sessionEnded();
    } else if (redial != null) {
      redial.lost();
    }
  }

  /** Takes both rights, or has the driver try again in a moment. */
  private boolean takeRights(Runnable again) {
    if (!readRight.tryAcquireSilently()) {
      reactor.execute(again);
      return false;
    }
    if (!flushRight.tryAcquireSilently()) {
      if (letGo(readRight)) {
        read(false);
      }
      reactor.execute(again);
      return false;
    }
    return true;
  }

  private void giveRights() {
    boolean flushNoted = letGo(flushRight);
    boolean readNoted = letGo(readRight);
    if (flushNoted) {
      flush();
    }
    if (readNoted) {
      read(false);
    }
  }

  /** Lets go of a right; true if somebody wanted it meanwhile. */
  private static boolean letGo(Right right) {
    boolean noted = false;
    while (!right.release()) {
      noted = true;
    }
    return noted;
  }

  /** Puts a message of our own making into the inbound pipe. */
  private void madeUp(byte @Nullable [][] frames) {
    if (frames == null || !readRight.tryAcquire()) {
      return;
    }
    do {
      Outgoing frame = new Outgoing();
      for (int i = 0; i < frames.length; i++) {
        peer.in.append(frame.set(frames[i]), i + 1 < frames.length);
      }
    } while (!readRight.release());
    tellReader();
  }

  private void ended(long dropped) {
    if (state == State.ENDED) {
      return;
    }
    boolean orderly = state == State.CLOSING;
    state = State.ENDED;
    reactor.cancel(linger);
    if (dropped > 0) {
      DropReason why = orderly ? DropReason.LINGER_ENDED : DropReason.PEER_GONE;
      profile.events.emit(n -> new SocketEvent.Dropped(n, peer.endpoint, address(), dropped, why));
    }
    leave();
    peer.abandon();
    profile.lifetimes.end();
  }

  /** Tells the socket that this peer is gone; the last of what it can receive is in. */
  private void leave() {
    if (left) {
      return;
    }
    left = true;
    if (introduced && dialer == null) {
      madeUp(profile.goodbye);
    }
    peer.post(Peer.GONE);
  }

  private String address() {
    PeerMetadata metadata = peer.metadata();
    return metadata == null ? "" : metadata.address();
  }

  // ------------------------------------------------------------------ closing

  private void beginClosing() {
    if (!isOpen()) {
      return;
    }
    boolean connected = state == State.CONNECTED;
    state = State.CLOSING;
    long nanos = profile.lingerNanos;
    if (nanos == 0 || (peer.out.queued() == 0 && !connected)) {
      end(DisconnectReason.LOCAL_CLOSE, "");
      return;
    }
    if (nanos != Long.MAX_VALUE) {
      reactor.schedule(linger, nanos);
    }
    flush();
    closeIfWritten();
  }

  private void closeIfWritten() {
    Connection current = connection;
    if (state != State.CLOSING || current == null || current.hasWriteFailed()) {
      return;
    }
    if (!takeRights(this::closeIfWritten)) {
      return;
    }
    boolean written = egress.isDrained() && !current.hasControl();
    giveRights();
    if (written) {
      end(DisconnectReason.LOCAL_CLOSE, "");
    }
  }

  private void lingerOver() {
    end(DisconnectReason.LOCAL_CLOSE, "the linger is over");
  }

  /** Ends the session now, whatever is queued. */
  void end(DisconnectReason reason, String text) {
    if (state == State.ENDED) {
      return;
    }
    if (!takeRights(() -> end(reason, text))) {
      return;
    }
    Connection current = connection;
    connection = null;
    long written = 0;
    if (current != null) {
      current.ended();
      current.heartbeats.stop();
      current.marked.end();
      current.ingress.finish();
      egress.rewind();
      written = peer.out.consumed() - current.publishedAtStart;
    }
    long dropped = peer.out.queued();
    giveRights();
    boolean orderly = state == State.CLOSING;
    if (state != State.CLOSING) {
      tellReader();
    }
    if (current != null) {
      long patience = orderly ? profile.lingerNanos : 0;
      Farewell.close(reactor, profile, current.channel, current.key, null, patience);
      long count = written;
      leave();
      profile.events.emit(
          n ->
              new SocketEvent.Disconnected(
                  n, peer.endpoint, current.address, reason, text, count, dropped));
    }
    ended(dropped);
    if (dialer != null) {
      dialer.sessionEnded();
    }
  }

  /** Lets a connection look after its reading at the mark; false if that is being read just now. */
  boolean look(Connection current) {
    if (connection != current || current.isEnded()) {
      return true;
    }
    if (!readRight.tryAcquireSilently()) {
      return false;
    }
    current.marked.look();
    if (letGo(readRight)) {
      read(false);
    }
    return true;
  }

  boolean sweep(Connection current) {
    if (!readRight.tryAcquireSilently()) {
      return false;
    }
    boolean trimmed;
    try {
      trimmed = current.ingress.trim();
    } finally {
      if (letGo(readRight)) {
        read(false);
      }
    }
    flush();
    return trimmed;
  }
}
