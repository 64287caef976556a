package io.cero.session;

import io.cero.DisconnectReason;
import io.cero.Heartbeat;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import io.cero.wire.Commands;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one connection: asks the peer for a sign of life, and ends the connection when
 * none has come for too long (RFC 37, "Connection Heartbeating").
 *
 * <p>Any byte is a sign of life. While our own mark keeps us from reading, even ahead of it,
 * silence proves nothing, so the time does not run: that is looked at some times while it would be
 * over. Nor does it run while this process does not, or is held up: who wakes up on a machine that
 * slept gives its peers the time that they have left. Owned by the driver, but for {@link
 * #peerAsks}.
 */
final class Heartbeats {
  private static final byte[] NO_CONTEXT = new byte[0];
  private static final int CHECKS = 8;
  private static final long TENTH = 100_000_000;

  private final Connection connection;
  private final Reactor reactor;
  private final long interval;
  private final long timeout;
  private final int timeToLive;

  // Made when they are first set: without heartbeats a connection has none.
  private @Nullable Timer ping;
  private @Nullable Timer check;

  private volatile long peerTimeToLive;

  /** When silence has begun to count, if nothing was heard since. */
  private long countsSince;

  /** When the next look was or is due. */
  private long checkDue;

  private boolean ended;

  Heartbeats(Connection connection, Reactor reactor, Heartbeat heartbeat) {
    this.connection = connection;
    this.reactor = reactor;
    this.interval = Durations.nanos(heartbeat.interval());
    this.timeout = Durations.nanos(heartbeat.timeout());
    this.timeToLive = (int) (heartbeat.timeToLive().toMillis() / 100);
  }

  void start() {
    countsSince = System.nanoTime();
    if (interval > 0 && connection.version.hasCommands()) {
      Timer timer = new Timer(this::onPing);
      ping = timer;
      reactor.schedule(timer, interval);
      startChecking();
    }
  }

  void stop() {
    ended = true;
    if (ping != null) {
      reactor.cancel(ping);
    }
    if (check != null) {
      reactor.cancel(check);
    }
  }

  /** The peer sent a PING that says how long it may be silent. Called by the read side. */
  void peerAsks(int tenths) {
    if (tenths > 0 && peerTimeToLive != tenths * TENTH) {
      peerTimeToLive = tenths * TENTH;
      reactor.execute(this::startChecking);
    }
  }

  /**
   * How long the peer may be silent: until the next PING it need not say anything, and then it has
   * the timeout to answer; or as long as it told us to wait, if that is shorter. Zero for ever.
   */
  private long patience() {
    long peers = peerTimeToLive;
    long ours = interval > 0 && timeout > 0 ? sum(interval, timeout) : 0;
    if (peers == 0 || ours == 0) {
      return Math.max(peers, ours);
    }
    return Math.min(peers, ours);
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private void startChecking() {
    if (!ended && patience() > 0) {
      countsSince = System.nanoTime();
      Timer timer = check;
      if (timer == null) {
        timer = new Timer(this::onCheck);
        check = timer;
      }
      schedule(timer, step());
    }
  }

  private void schedule(Timer timer, long nanos) {
    checkDue = sum(System.nanoTime(), nanos);
    reactor.schedule(timer, nanos);
  }

  private long step() {
    return patience() / CHECKS + 1;
  }

  private void onPing() {
    if (!connection.isControlWaiting()) {
      connection.send(Commands.ping(timeToLive, NO_CONTEXT));
    }
    if (!ended && ping != null) {
      reactor.schedule(ping, interval);
    }
  }

  private void onCheck() {
    long now = System.nanoTime();
    long late = now - checkDue - step();
    if (connection.marked.isPaused()) {
      countsSince = now;
    } else if (late > 0) {
      countsSince = now - Math.max(0, silence() - late); // we were not run
    }
    long patience = patience();
    if (silence() >= patience) {
      connection.session.read(false); // it may be we who were held up
    }
    long silence = silence();
    if (silence >= patience) {
      connection.session.fail(
          connection,
          DisconnectReason.HEARTBEAT_TIMEOUT,
          "not a byte for " + silence / 1_000_000 + " ms");
    } else if (check != null && !ended) {
      schedule(check, Math.min(patience - silence, step()));
    }
  }

  private long silence() {
    long heardAt = connection.session.reading.heardAt();
    long since = heardAt - countsSince > 0 ? heardAt : countsSince;
    return System.nanoTime() - since;
  }
}
