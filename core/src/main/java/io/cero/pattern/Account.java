package io.cero.pattern;

import io.cero.DropReason;
import io.cero.PeerMetadata;
import io.cero.PeerStatistics;
import io.cero.SocketEvent;
import io.cero.pipe.Pipe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What has gone through one peer's pipes, and what was dropped: the pipes' own counts, which their
 * ends keep anyway, and beside them only what was dropped before it lay in a pipe or after it was
 * taken from one. So counting costs a message nothing.
 *
 * <pre>
 *   accepted = published + dropped before         read      = published
 *   written  = consumed                           delivered = consumed - dropped after - held
 *   queued   = published - consumed               queued    = published - consumed + held
 * </pre>
 *
 * <p>Once the transport has ended, what its end of the outbound pipe has not consumed is dropped;
 * once the socket has let go of the peer, so is what lies in the inbound pipe. When both have, the
 * account is closed: nothing changes any more, and only the sums are kept.
 */
@SuppressWarnings("EnumOrdinal") // counts by reason lie in arrays
public final class Account {
  private static final int SOCKET = 1;
  private static final int TRANSPORT = 2;

  /** What is spoken with a peer. */
  private record Language(String version, String mechanism) {}

  private static final Language NONE = new Language("", "");

  private final String endpoint;
  private final boolean connecting;

  // Written before the peer is seen.
  private @Nullable Ledger ledger;

  // Of the thread inside the socket.
  private final Drops before = new Drops();
  private final Drops after = new Drops();
  private volatile long held;
  private volatile @Nullable Backpressure backpressure;

  // The transport's.
  private volatile Language language = NONE;
  private volatile boolean connected;
  private volatile long tooLarge;
  private DropReason why = DropReason.PEER_GONE; // before TRANSPORT is added to the ends
  private long told; // the same

  private final AtomicInteger ends = new AtomicInteger();

  /** Null once the account is closed, after which {@link #last} has the sums. */
  private volatile @Nullable Peer peer;

  private @Nullable Tally last;

  // Of who holds the ledger's lock: where the transport does not know when it was used last.
  private long countSeen;
  private long seenAt;

  Account(Peer peer) {
    this.peer = peer;
    this.endpoint = peer.endpoint;
    this.connecting = peer.connecting;
  }

  void enterIn(Ledger owner) {
    ledger = owner;
  }

  // ------------------------------------------------------------------ inside the socket

  /** Messages for the peer were dropped before they lay in its pipe. */
  void droppedBefore(DropReason reason, long messages) {
    Ledger owner = ledger;
    if ((ends.get() & SOCKET) == 0) {
      before.add(reason, messages);
    } else if (owner != null) {
      owner.dropped(reason, messages); // a reply to who is gone, for instance
    }
  }

  /** Messages of the peer were dropped after they were taken from its pipe. */
  void droppedAfter(DropReason reason, long messages) {
    after.add(reason, messages);
  }

  /** Messages were taken from the pipe, but not by the application yet; less than 0 as it does. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
  void held(int messages) {
    held += messages;
  }

  /** As {@link Pipe#awaitRoom} of the outbound pipe; the monitors are told. */
  boolean awaitRoom(Pipe out) {
    Backpressure told = backpressure;
    if (told == null) {
      Ledger owner = ledger;
      Peer of = peer;
      if (owner == null || of == null || !owner.events().areHeard()) {
        return out.awaitRoom();
      }
      told = new Backpressure(of, owner.events());
      backpressure = told;
    }
    return told.awaitRoom(out);
  }

  /** The socket has let go of the peer; false if it had before. */
  boolean socketLeft() {
    return end(SOCKET);
  }

  // ------------------------------------------------------------------ the transport

  /** There is room in the outbound pipe. Called by its reader. */
  void hasRoom() {
    Backpressure told = backpressure;
    if (told != null) {
      told.hasRoom();
    }
  }

  /** There is a connection; both texts may be empty. */
  public void connected(String version, String mechanism) {
    language = new Language(version, mechanism);
    connected = true;
  }

  boolean isConnected() {
    return connected;
  }

  /** There is none any more. */
  public void disconnected() {
    connected = false;
  }

  /** The peer began a message that is too large. Called by the driver. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the driver alone writes
  public void tooLarge() {
    tooLarge++;
  }

  /**
   * Nothing more comes of the peer or goes to it.
   *
   * @param reason why what it has not taken is dropped
   * @param alreadyTold how much of that the monitors know of
   * @return false if it had ended before
   */
  public boolean transportLeft(DropReason reason, long alreadyTold) {
    if ((ends.get() & TRANSPORT) == 0) {
      why = reason;
      told = alreadyTold;
    }
    return end(TRANSPORT);
  }

  // ------------------------------------------------------------------ the end

  private boolean end(int side) {
    while (true) {
      int ended = ends.get();
      if ((ended & side) != 0) {
        return false;
      }
      if (ends.compareAndSet(ended, ended | side)) {
        if ((ended | side) == (SOCKET | TRANSPORT)) {
          close();
        }
        return true;
      }
    }
  }

  /** Both sides have let go: works out for the last time what became of everything. */
  private void close() {
    Peer of = peer;
    if (of == null) {
      return;
    }
    long unwritten = of.link().unwritten(of.out);
    Tally sums = tally(of, unwritten);
    last = sums;
    peer = null;
    tell(of, unwritten - told, why);
    tell(of, sums.receiveDropped[DropReason.CLOSED.ordinal()], DropReason.CLOSED);
    if (ledger != null) {
      ledger.events().ends();
    }
  }

  private void tell(Peer of, long dropped, DropReason reason) {
    Ledger owner = ledger;
    if (dropped > 0 && owner != null) {
      PeerMetadata metadata = of.metadata();
      String address = metadata == null ? "" : metadata.address();
      owner.events().emit(n -> new SocketEvent.Dropped(n, endpoint, address, dropped, reason));
    }
  }

  // ------------------------------------------------------------------ looking

  /** The sums of a closed account; null while it is open. Any thread. */
  @Nullable Tally last() {
    return peer == null ? last : null;
  }

  /** The counts now. Any thread. */
  Tally tally() {
    Peer of = peer;
    Tally closed = last;
    return of == null && closed != null ? closed : tally(of, -1);
  }

  /**
   * Counts what is dropped before what is consumed, and that before what is published: each is part
   * of the next, which grows meanwhile if anything does.
   *
   * @param unwritten what was not written in the end; -1 if that is not known yet
   */
  private Tally tally(@Nullable Peer of, long unwritten) {
    Tally sums = new Tally();
    if (of == null) {
      return sums;
    }
    int ended = ends.get();
    Pipe out = of.out;
    long conflated = out.conflated();
    long unreadable = out.unreadable();
    long unreadableBytes = out.unreadableBytes();
    long taken = out.taken();
    sums.writtenBytes = out.consumedBytes();
    sums.acceptedBytes = Math.max(sums.writtenBytes, out.publishedBytes());
    long published = out.published();
    long left = unwritten < 0 ? published - unreadable - conflated - taken : unwritten;
    sums.accepted = published + before.addTo(sums.sendDropped);
    sums.written = published - unreadable - conflated - left;
    sums.sendDropped[DropReason.UNREADABLE.ordinal()] += unreadable;
    sums.sendDropped[DropReason.CONFLATED.ordinal()] += conflated;
    if ((ended & TRANSPORT) != 0) {
      sums.sendDropped[why.ordinal()] += left;
    } else {
      sums.sendQueued = left;
      sums.sendQueuedBytes = sums.acceptedBytes - sums.writtenBytes - unreadableBytes;
    }
    received(sums, of.in, (ended & SOCKET) != 0);
    return sums;
  }

  private void received(Tally sums, Pipe in, boolean ended) {
    long waiting = held;
    long conflated = in.conflated();
    long dropped = after.addTo(sums.receiveDropped);
    long taken = in.taken();
    sums.deliveredBytes = in.consumedBytes();
    sums.readBytes = Math.max(sums.deliveredBytes, in.publishedBytes());
    long published = in.published();
    long large = tooLarge;
    sums.read = published + large;
    sums.receiveDropped[DropReason.TOO_LARGE.ordinal()] += large;
    sums.receiveDropped[DropReason.CONFLATED.ordinal()] += conflated;
    sums.delivered = taken - dropped - waiting;
    long left = published - conflated - taken + waiting;
    if (ended) {
      sums.receiveDropped[DropReason.CLOSED.ordinal()] += left;
    } else {
      sums.receiveQueued = left;
      sums.receiveQueuedBytes = sums.readBytes - sums.deliveredBytes;
    }
  }

  /** The counts, with who the peer is. Called with the ledger's lock. */
  PeerStatistics describe(Tally sums, long now) {
    Peer of = peer;
    PeerMetadata metadata = of == null ? null : of.metadata();
    Language spoken = language;
    return new PeerStatistics(
        endpoint,
        !connecting,
        connected,
        Optional.ofNullable(metadata),
        spoken.version,
        spoken.mechanism,
        Duration.ofNanos(idle(of, sums, now)),
        sums.sent(),
        sums.received());
  }

  private long idle(@Nullable Peer of, Tally sums, long now) {
    long count = sums.written + sums.read + sums.delivered + sums.accepted;
    if (seenAt == 0 || count != countSeen) {
      countSeen = count;
      seenAt = now;
    }
    long known = of == null ? Link.UNKNOWN : of.link().lastTraffic();
    return Math.max(0, now - (known == Link.UNKNOWN ? seenAt : known));
  }
}
