package io.cero.pattern;

import io.cero.DropReason;
import io.cero.PeerMetadata;
import io.cero.pipe.Pipe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The other side of one link, as a pattern sees it: a pipe each way and what is known of who is
 * there.
 *
 * <p>Fields are grouped by who writes them. A pattern's own fields belong to the thread that is
 * inside the socket.
 */
public final class Peer {
  /** It joined the socket. */
  public static final int ATTACHED = 1;

  /** Its handshake is done: {@link #identity} and {@link #metadata} are known, perhaps anew. */
  public static final int CONNECTED = 2;

  /** There is a message to read, after the reader said that it waits for one. */
  public static final int READABLE = 4;

  /** There is room to write, after the writer said that it waits for it. */
  public static final int WRITABLE = 8;

  /** Its connection was lost, and a new one is being sought. */
  public static final int HICCUP = 16;

  /** It will not come back; what it sent before can still be read. */
  public static final int GONE = 32;

  private static final VarHandle EVENTS;

  static {
    try {
      EVENTS = MethodHandles.lookup().findVarHandle(Peer.class, "events", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Where this side writes. */
  public final Pipe out;

  /** Where this side reads. */
  public final Pipe in;

  /** The endpoint through which it came, as the application wrote it. */
  public final String endpoint;

  /** True if this side connected. */
  public final boolean connecting;

  /** What goes through the pipes, and what does not. */
  public final Account account;

  private final Inbox inbox;

  // Written once before the peer is attached.
  @SuppressWarnings("NullAway.Init") // given before anybody sees the peer
  private Link link;

  // Written by the transport before it posts CONNECTED.
  private volatile byte[] identity = new byte[0];
  private volatile @Nullable PeerMetadata metadata;
  private volatile long introducedAt;

  // Written by the transport before it posts CONNECTED.
  private boolean subscribedToAll;

  // Any thread, atomically; taken by the thread inside the socket.
  @SuppressWarnings("UnusedVariable") // through EVENTS
  private volatile int events;

  @Nullable Peer nextInInbox;

  /** What the mark of {@link #out} rises by once CONNECTED is taken; -1 for nothing. */
  public volatile int markBoost = -1;

  // ---- the pattern's

  /** The address by which a ROUTER, REP or STREAM knows it; null until it is known. */
  public byte @Nullable [] routingId;

  /** Whatever else a pattern keeps of it. */
  public @Nullable Object state;

  /** Which of the socket's peers it is. */
  public long number;

  /** True once {@link #GONE} was taken. */
  boolean gone;

  /** True once the pattern let go of it: its end is awaited, and it counts no more. */
  boolean dismissed;

  /** True from {@link #CONNECTED} to {@link #HICCUP}. */
  boolean connected;

  /** True while it is among the active ones of a fair queue. */
  boolean readable;

  /** True while it is among the active ones of a load balancer or distributor. */
  boolean writable;

  /** A stamp by which a distributor tells that it has matched this peer already. */
  long stamp;

  /** Its place in a distributor's list. */
  int place;

  /** A peer behind two pipes. */
  public Peer(Inbox inbox, Pipe out, Pipe in, String endpoint, boolean connecting) {
    this.inbox = inbox;
    this.out = out;
    this.in = in;
    this.endpoint = endpoint;
    this.connecting = connecting;
    this.account = new Account(this);
  }

  /** Gives the peer its transport, before it is attached. */
  public void link(Link transport) {
    this.link = transport;
  }

  /** The transport behind it. */
  public Link link() {
    return link;
  }

  /** Says who is there, before {@link #CONNECTED} is posted. Called by the transport. */
  public void introduce(byte[] peerIdentity, PeerMetadata peerMetadata) {
    this.identity = peerIdentity;
    this.metadata = peerMetadata;
    this.introducedAt = in.published();
  }

  /**
   * How many messages had come when it was introduced last: those are from who was there before.
   */
  long introducedAt() {
    return introducedAt;
  }

  /**
   * Says that the peer cannot subscribe and gets everything, as one of ZMTP 1.0. Called by the
   * transport before it posts {@link #CONNECTED}.
   */
  public void subscribeToAll() {
    subscribedToAll = true;
  }

  /** True if the peer gets everything without having subscribed. */
  boolean isSubscribedToAll() {
    return subscribedToAll;
  }

  /** The identity that the peer announced; empty if none. */
  public byte[] identity() {
    return identity;
  }

  /** What is known of the peer; null until its handshake is done. */
  public @Nullable PeerMetadata metadata() {
    return metadata;
  }

  /** Posts events to the socket. Any thread. */
  public void post(int flags) {
    int before = (int) EVENTS.getAndBitwiseOr(this, flags);
    if (before == 0) {
      inbox.push(this);
    }
  }

  /**
   * Posts the first events of a peer that the socket does not know: with {@link #ATTACHED} it comes
   * to know it. Any thread.
   *
   * @return false if the socket is closed and will not: then the caller lets go of the peer in its
   *     place
   */
  public boolean arrive(int flags) {
    int before = (int) EVENTS.getAndBitwiseOr(this, flags);
    return before != 0 || inbox.push(this);
  }

  /** Takes the events that were posted. Only after this peer was taken from the inbox. */
  int takeEvents() {
    return (int) EVENTS.getAndSet(this, 0);
  }

  /** True if it counts as a peer: it is here or being sought, and was not turned away. */
  public boolean isPresent() {
    return !gone && !dismissed;
  }

  /** True if it counts as a peer and its handshake is done. */
  public boolean isConnected() {
    return connected && isPresent();
  }

  /** True if there is a connection now, of which the socket may have to take note yet. */
  boolean isUp() {
    return account.isConnected();
  }

  /** Says that the socket will not touch the pipes any more. */
  public void abandon() {
    if (account.socketLeft()) {
      link.abandoned();
      in.abandon();
      out.abandon();
    }
  }

  /**
   * Says that the transport will not touch the pipes any more.
   *
   * @param why why messages that it has not taken are dropped
   * @param told how many of these the monitors have been told of
   */
  public void end(DropReason why, long told) {
    if (account.transportLeft(why, told)) {
      in.abandon();
      out.abandon();
    }
  }

  /** There is room in the outbound pipe for who waits for it. Called by the pipe's reader. */
  public void roomAgain() {
    account.hasRoom();
    post(WRITABLE);
  }

  /**
   * Says that this side waits for room in the outbound pipe; false means that there is some. See
   * {@link Pipe#awaitRoom}.
   */
  boolean awaitRoom() {
    return account.awaitRoom(out);
  }

  /**
   * True if a new message may go to this peer; tries to make room by flushing first, and by going
   * to disk last.
   */
  boolean hasRoom() {
    return hasRoomInMemory() || out.hasRoomOnDisk();
  }

  /** True if a new message may go to this peer, and not to disk; tries to make room by flushing. */
  boolean hasRoomInMemory() {
    if (out.hasRoom()) {
      return true;
    }
    if (out.isOverflowing()) {
      return false; // whoever brings back what is on disk flushes
    }
    link.flush();
    return out.hasRoom();
  }
}
