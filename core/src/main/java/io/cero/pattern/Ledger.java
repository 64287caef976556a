package io.cero.pattern;

import io.cero.DropReason;
import io.cero.PeerStatistics;
import io.cero.SocketStatistics;
import io.cero.wire.SocketType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The accounts of a socket: one for each peer that is here, and the sums of those that were.
 *
 * <p>Any thread looks, and those who do take turns; nobody else waits for them. Who enters an
 * account adds up the closed ones from time to time, if nobody is looking, so that they do not pile
 * up.
 */
public final class Ledger {
  private static final int FEW = 64;

  private final SocketType type;
  private final Events events;
  private final ConcurrentLinkedQueue<Account> accounts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger entered = new AtomicInteger();

  // Of the thread inside the socket.
  private final Drops unsent = new Drops();

  // With the lock held.
  private final ReentrantLock lock = new ReentrantLock();
  private final Tally former = new Tally();

  /** The ledger of a socket that tells its monitors what is dropped in the end. */
  public Ledger(SocketType type, Events events) {
    this.type = type;
    this.events = events;
  }

  Events events() {
    return events;
  }

  /** Enters a peer's account, before anybody else sees the peer. Any thread. */
  public Peer enter(Peer peer) {
    events.begins();
    peer.account.enterIn(this);
    accounts.add(peer.account);
    if (entered.incrementAndGet() > FEW && lock.tryLock()) {
      try {
        int open = 0;
        for (Iterator<Account> all = accounts.iterator(); all.hasNext(); ) {
          if (!isSettled(all.next(), all)) {
            open++;
          }
        }
        entered.set(-open); // as many again before the next time: a peer costs a step or two
      } finally {
        lock.unlock();
      }
    }
    return peer;
  }

  /** Adds an account to the sums and strikes it out, if it is closed. With the lock held. */
  private boolean isSettled(Account account, Iterator<Account> all) {
    Tally last = account.last();
    if (last == null) {
      return false;
    }
    former.add(last);
    all.remove();
    return true;
  }

  /** Messages were dropped that were for nobody. Inside the socket. */
  public void dropped(DropReason reason, long messages) {
    unsent.add(reason, messages);
  }

  /** A consistent snapshot. Any thread. */
  public SocketStatistics snapshot() {
    List<PeerStatistics> peers = new ArrayList<>();
    Tally sums = new Tally();
    lock.lock();
    try {
      long now = System.nanoTime();
      for (Iterator<Account> all = accounts.iterator(); all.hasNext(); ) {
        Account account = all.next();
        if (!isSettled(account, all)) {
          Tally tally = account.tally();
          sums.add(tally);
          peers.add(account.describe(tally, now));
        }
      }
      sums.add(former);
    } finally {
      lock.unlock();
    }
    sums.accepted += unsent.addTo(sums.sendDropped);
    return new SocketStatistics(type, sums.sent(), sums.received(), List.copyOf(peers));
  }
}
