package io.cero.toolkit;

import io.cero.Context;
import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.Socket;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets and channels of a loop, and the poller that watches them. Of the thread that uses the
 * loop.
 */
final class Stations {
  /** Longer than anything runs: a poller refuses to wait for ever if it watches nothing. */
  private static final long AGES = Long.MAX_VALUE / 2;

  /** So many are too few to look for closed ones. */
  private static final int FEW = 64;

  private final EventLoop loop;
  private final Poller poller;
  private final IdentityHashMap<Object, Station> bySubject = new IdentityHashMap<>();

  /** Nobody is told of a channel's closing: closed ones are looked for when there are so many. */
  private int sweepAt = FEW;

  Stations(EventLoop loop, Context context) {
    this.loop = loop;
    this.poller = context.poller();
  }

  /** Watches a socket or channel for one direction; what is refused leaves nothing behind. */
  Watch add(Object subject, Interest direction, Handler<Object> handler) {
    Station known = bySubject.get(subject);
    if (known != null) {
      return addTo(known, direction, handler);
    }
    PollItem item =
        subject instanceof Socket socket
            ? poller.register(socket, direction)
            : poller.register((SelectableChannel) subject, direction);
    Station station = new Station(subject, item);
    if (bySubject.size() >= sweepAt) {
      removeClosed();
      sweepAt = Math.max(FEW, 2 * bySubject.size());
    }
    bySubject.put(subject, station);
    item.attach(station);
    Watch watch = new Watch(loop, station, direction, handler);
    station.put(direction, watch);
    return watch;
  }

  private Watch addTo(Station station, Interest direction, Handler<Object> handler) {
    Watch there = station.watch(direction);
    if (there != null) {
      throw new IllegalArgumentException(
          there + " is there already: cancel it, or have one handler call the other");
    }
    Watch watch = new Watch(loop, station, direction, handler);
    station.put(direction, watch);
    try {
      station.interestChanged();
    } catch (RuntimeException refused) {
      station.put(direction, null);
      throw refused;
    }
    return watch;
  }

  /** The station that the poller knows as an item; null if it was removed. */
  @Nullable Station of(PollItem item) {
    return item.attachment() instanceof Station station ? station : null;
  }

  /** Ends one watch, and lets go of the socket or channel if there is no other. */
  void cancel(Watch watch) {
    Station station = watch.station();
    watch.end();
    station.put(watch.direction(), null);
    if (station.isEmpty()) {
      remove(station.subject());
    } else {
      station.interestChanged();
    }
  }

  /** Ends the watches of a socket or channel, if there are any. */
  void remove(Object subject) {
    Station station = bySubject.remove(subject);
    if (station != null) {
      station.item().attach(null);
      station.item().unregister();
      station.end();
    }
  }

  /** Lets go of what was closed while it was watched; false if nothing was. */
  boolean removeClosed() {
    List<Object> gone = new ArrayList<>();
    bySubject.forEach(
        (subject, station) -> {
          if (station.isClosed()) {
            gone.add(subject);
          }
        });
    gone.forEach(this::remove);
    return !gone.isEmpty();
  }

  /** Says what is ready now. */
  List<PollItem> look() {
    return poller.poll(Duration.ZERO);
  }

  /** Waits until something is ready, or it is woken. */
  List<PollItem> await() {
    return bySubject.isEmpty() ? awaitUntil(System.nanoTime() + AGES) : poller.poll();
  }

  /** Waits until something is ready, it is woken, or it is a certain time of the system's clock. */
  List<PollItem> awaitUntil(long deadline) {
    return poller.pollUntil(deadline);
  }

  /** Ends a wait, or the next one at once. Any thread. */
  void wake() {
    poller.wake();
  }

  /** Lets go of everything. */
  void close() {
    bySubject.values().forEach(Station::end);
    bySubject.clear();
    poller.close();
  }
}
