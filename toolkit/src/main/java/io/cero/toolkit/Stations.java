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
  private final EventLoop loop;
  private final Poller poller;
  private final IdentityHashMap<Object, Station> bySubject = new IdentityHashMap<>();
  private final IdentityHashMap<PollItem, Station> byItem = new IdentityHashMap<>();

  /** The station asked for last, which is the busy one. */
  private @Nullable Station recent;

  Stations(EventLoop loop, Context context) {
    this.loop = loop;
    this.poller = context.poller();
  }

  /** Watches a socket that makes no station: the loop's own. */
  PollItem watchOwn(Socket socket) {
    return poller.register(socket, Interest.READ);
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
    bySubject.put(subject, station);
    byItem.put(item, station);
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
    Station known = recent;
    if (known == null || known.item() != item) {
      known = byItem.get(item);
      recent = known;
    }
    return known;
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
      byItem.remove(station.item());
      recent = null;
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

  /** Waits until something is ready. */
  List<PollItem> await() {
    return poller.poll();
  }

  /** Waits until something is ready, at most for a time. */
  List<PollItem> await(Duration time) {
    return poller.poll(time);
  }

  /** Lets go of everything. */
  void close() {
    bySubject.values().forEach(Station::end);
    bySubject.clear();
    byItem.clear();
    recent = null;
    poller.close();
  }
}
