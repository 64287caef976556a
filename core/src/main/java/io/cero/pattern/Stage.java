package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pattern.SubscriptionTrie.Audience;
import io.cero.pipe.Batch;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.pipe.Pipe;
import io.cero.reactor.Burst;
import io.cero.reactor.Reactor;
import io.cero.reactor.Right;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream of messages for the same peers is encoded once, before whole stretches of it are
 * copied into the pipe of each and written out.
 *
 * <pre>
 *            begin                   move, again and again              leave
 *   CLOSED ---------> OPEN: append ------------------------> OPEN: ... --------> CLOSED
 * </pre>
 *
 * <p>A message counts against the marks from when it is appended: {@link #hasRoom} says that every
 * member has room for one more, and is worked out for as many as the fullest pipe takes. What lies
 * here is moved when that number is used up, when the memory is full, and by {@link #leave}; and by
 * the I/O thread when the sender does not come again, as the tail of any {@link Burst}.
 *
 * <p>{@code right} guards the writing ends of the members' pipes while the stage is open, and what
 * is moved already. The I/O thread only tries for it. The thread inside the socket waits for it,
 * for as long as the I/O thread needs to copy: it is this thread's own work that is done there, and
 * it never blocks. So the I/O thread gives the right up before it flushes: a flush runs release
 * hooks and callbacks, which may wait for what the sender holds. Everything else belongs to the
 * thread inside the socket.
 */
final class Stage extends Burst {
  private static final long WAIT = 10_000;

  private final Right right = new Right();
  private final Batch batch = new Batch();

  // Written with the right held, and read.
  private Peer[] members = {};
  private int count;
  private long moved;

  // Written with the right held, read by the I/O thread.
  private volatile long moves;

  // Of the thread inside the socket.
  private @Nullable Audience<Peer> audience;
  private boolean open;
  private @Nullable Reactor reactor; // always the same: a tail belongs to one
  private long room;
  private long roomInBytes;
  private Peer[] omitted = {};
  private int without;
  private boolean stale; // members may refer to peers though it is closed

  // The I/O thread's: whom it flushes once it has given the right up.
  private Peer[] moving = {};

  /** True between {@link #begin} and {@link #leave}. */
  boolean isOpen() {
    return open;
  }

  /** True if it is open for exactly these peers. */
  boolean isFor(Audience<Peer> peers) {
    return open && audience == peers;
  }

  /** True if every member has room for another message. */
  boolean hasRoom() {
    return room > 0 && batch.size() < roomInBytes;
  }

  /** Has room be looked for before the next message: another peer has some. */
  void activated() {
    room = 0;
  }

  /** How many of the audience had no room when it was looked for last, and get no message. */
  int without() {
    return without;
  }

  int members() {
    return count;
  }

  Peer member(int index) {
    return members[index];
  }

  /**
   * Opens it for an audience, which {@link #lookForRoom} must follow.
   *
   * @return false if it contains peers whose messages cannot be encoded alike or may go to disk, or
   *     that no I/O thread serves
   */
  boolean begin(Audience<Peer> peers) {
    for (int i = 0; i < peers.size(); i++) {
      Reactor serving = peers.peer(i).link().reactor();
      Pipe out = peers.peer(i).out;
      if (serving == null || !(out instanceof Log) || out.canOverflow()) {
        return false;
      }
      if (reactor == null) {
        reactor = serving;
      }
    }
    for (int i = 0; i < peers.size(); i++) {
      peers.peer(i).link().endBurst();
    }
    acquire();
    try {
      if (members.length < peers.size()) {
        members = new Peer[peers.size()];
      }
      count = 0;
      batch.begin(log(peers.peer(0)));
      moved = batch.complete();
      audience = peers;
      open = true;
      stale = true;
    } finally {
      right.release();
    }
    burst(true);
    Objects.requireNonNull(reactor).watch(this);
    return true;
  }

  private static Log log(Peer peer) {
    return (Log) peer.out;
  }

  /** Moves what is here and finds out how many more messages every peer with room can take. */
  void lookForRoom() {
    acquire();
    try {
      moveHere();
      restart();
      room = Long.MAX_VALUE;
      roomInBytes = Long.MAX_VALUE;
      count = 0;
      without = 0;
      Audience<Peer> peers = audience;
      for (int i = 0; peers != null && i < peers.size(); i++) {
        Peer peer = peers.peer(i);
        if (Distributor.hasRoom(peer)) {
          members[count++] = peer;
          room = Math.min(room, log(peer).room());
          roomInBytes = Math.min(roomInBytes, log(peer).roomInBytes());
        } else {
          omit(peer);
        }
      }
    } finally {
      right.release();
    }
  }

  private void omit(Peer peer) {
    if (without == omitted.length) {
      omitted = Arrays.copyOf(omitted, Math.max(4, without * 2));
    }
    omitted[without++] = peer;
  }

  /** Counts a message as dropped for each of the audience that had no room. */
  void dropForThoseWithout(Host host) {
    for (int i = 0; i < without; i++) {
      omitted[i].account.droppedBefore(DropReason.HIGH_WATER_MARK, 1);
    }
    if (without > 0) {
      host.dropped(DropReason.HIGH_WATER_MARK, without);
    }
  }

  /**
   * Appends a frame for every member.
   *
   * @return false if it does not fit: nothing was appended, and {@link #leave} has to follow
   */
  boolean append(Outgoing frame, boolean more) {
    if (!batch.append(frame, more) && !(isBetween() && appendAfresh(frame, more))) {
      return false;
    }
    if (!more) {
      room--;
      VarHandle.acquireFence(); // for the compiler: the publication stays before; partner: onLook
      if (!isBurst()) {
        leave();
      }
    }
    return true;
  }

  private boolean isBetween() {
    return batch.all() == batch.complete();
  }

  private boolean appendAfresh(Outgoing frame, boolean more) {
    move();
    return batch.append(frame, more);
  }

  /** Drops the frames of a message that will not be completed. */
  void rollback() {
    batch.rollback();
  }

  private void move() {
    acquire();
    try {
      moveHere();
      restart();
    } finally {
      right.release();
    }
  }

  private void restart() {
    roomInBytes -= batch.size();
    batch.clear();
    moved = batch.complete();
  }

  /**
   * Closes it, once everything was moved; the frames of a message under way are appended to the
   * members' pipes, where it goes on: {@link #member} tells to whom.
   */
  void leave() {
    if (!open) {
      return;
    }
    acquire();
    try {
      moveHere();
      if (!isBetween()) {
        appendToAll(batch.all());
      }
      batch.end();
      open = false;
      audience = null;
      room = 0;
      without = 0;
    } finally {
      right.release();
    }
    burst(false);
  }

  /**
   * Takes a peer out that is gone.
   *
   * @return how many messages it has lost, one under way among them
   */
  int forget(Peer gone) {
    acquire();
    try {
      for (int i = 0; i < count; i++) {
        if (members[i] == gone) {
          members[i] = members[--count];
          return Batch.messages(moved, batch.complete()) + (isBetween() ? 0 : 1);
        }
      }
      return 0;
    } finally {
      right.release();
    }
  }

  /** Lets go of the peers that it was open for last, once it is closed. */
  @SuppressWarnings("NullAway") // nobody looks behind the count
  void clear() {
    if (!stale || open) {
      return;
    }
    acquire();
    try {
      Arrays.fill(members, null);
      Arrays.fill(omitted, null);
      count = 0;
    } finally {
      right.release();
    }
    stale = false;
  }

  /** The thread inside the socket moves and flushes: nobody waits for it meanwhile. */
  private void moveHere() {
    if (moveHeld()) {
      flush(members, 0, count);
    }
  }

  /** Moves what is complete; true if there was something. Called with the right held. */
  private boolean moveHeld() {
    long complete = batch.complete();
    if (complete == moved || !open) {
      return false;
    }
    appendToAll(complete);
    moved = complete;
    long next = moves + 1; // the holder of the right alone writes
    moves = next;
    return true;
  }

  /** Appends to the pipe of every member, or to none if there is no memory for one. */
  private void appendToAll(long to) {
    for (int i = 0; i < count; i++) {
      log(members[i]).makeRoom(moved, to);
    }
    for (int i = 0; i < count; i++) {
      log(members[i]).append(batch, moved, to);
    }
  }

  /** Flushes each, even if one of them throws. */
  private static void flush(Peer[] peers, int from, int to) {
    int next = from;
    try {
      while (next < to) {
        peers[next++].link().flush();
      }
    } finally {
      if (next < to) {
        flush(peers, next, to);
      }
    }
  }

  private void acquire() {
    while (!right.tryAcquireSilently()) {
      LockSupport.parkNanos(this, WAIT);
    }
  }

  // ---- the I/O thread's

  @Override
  protected long messages() {
    return batch.complete();
  }

  @Override
  protected long flushes() {
    return moves;
  }

  /** Moves what the sender has left here, unless it is moving it itself. */
  @Override
  @SuppressWarnings("NullAway") // nobody looks behind the count
  public void flush() {
    if (!right.tryAcquireSilently()) {
      return;
    }
    int some = 0;
    try {
      if (moving.length < count) {
        moving = new Peer[members.length];
      }
      if (moveHeld()) {
        some = count;
        System.arraycopy(members, 0, moving, 0, some);
      }
    } finally {
      right.release();
    }
    try {
      flush(moving, 0, some);
    } finally {
      Arrays.fill(moving, 0, some, null);
    }
  }
}
