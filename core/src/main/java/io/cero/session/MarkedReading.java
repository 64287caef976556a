package io.cero.session;

import io.cero.reactor.Timer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of reading a connection while its inbound pipe is at the mark: it pauses, and if the
 * application does not soon take up the stream again, it goes on for a bounded number of bytes, so
 * that heartbeats are answered and the peer's end is noticed.
 *
 * <pre>
 *            bytes come at the mark          not read for a while            enough bytes wait
 *   FREELY ------------------------> PAUSED ---------------------> AHEAD ----------------------> FULL
 *     ^  nothing waits for room        |                             |   read as always            |
 *     '--------------------------------'-----------------------------'-----------------------------'
 * </pre>
 *
 * <p>PAUSED and FULL have the selector not report bytes. A stream whose reader lags behind comes to
 * its mark thousands of times a second, and stays PAUSED: reading ahead would make its reads small.
 *
 * <p>Owned by the holder of the session's right to read, but for what says otherwise.
 */
final class MarkedReading {
  /** A connection that has not been read for as long is read ahead. */
  private static final long WHILE = 20_000_000;

  private enum State {
    FREELY,
    PAUSED,
    AHEAD,
    FULL
  }

  private final Connection connection;
  private volatile State state = State.FREELY;
  private long reads;
  private long readsSeen;

  // The driver's.
  private @Nullable Timer look; // made when it is first set: most connections never need it
  private boolean scheduled;

  MarkedReading(Connection connection) {
    this.connection = connection;
  }

  /**
   * True while bytes of the peer may lie unread, so that its silence proves nothing. Any thread.
   */
  boolean isPaused() {
    State now = state;
    return now == State.PAUSED || now == State.FULL;
  }

  /** The channel was read as always: the application has taken up the stream. */
  void onRead() {
    reads++;
    if (state != State.PAUSED) {
      resume();
    }
  }

  /** Nothing waits for room: the selector reports what comes. */
  void resume() {
    if (state != State.FREELY) {
      state = State.FREELY;
      connection.readInterestOn();
    }
  }

  /**
   * The mark is reached.
   *
   * @param selected true if the selector reported bytes, to the driver, who calls
   * @return true if these shall be read ahead
   */
  boolean atMark(boolean selected) {
    if (!selected) {
      return false;
    }
    switch (state) {
      case FREELY -> {
        readsSeen = reads;
        stop(State.PAUSED);
        schedule();
      }
      case AHEAD -> {
        if (connection.ingress.mayReadAhead()) {
          return true;
        }
        stop(State.FULL);
      }
      case PAUSED, FULL -> connection.readInterestOff();
    }
    return false;
  }

  private void stop(State why) {
    state = why;
    connection.readInterestOff();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      Timer timer = look;
      if (timer == null) {
        timer = new Timer(this::onLook);
        look = timer;
      }
      connection.session.reactor.schedule(timer, WHILE);
    }
  }

  /** Called by the driver. */
  private void onLook() {
    scheduled = false;
    if (!connection.session.reading.look(connection)) {
      schedule();
    }
  }

  /** Looks whether the application has taken up the stream. Called by the driver. */
  void look() {
    if (state != State.PAUSED) {
      return;
    }
    if (reads != readsSeen) {
      readsSeen = reads;
      schedule();
    } else if (connection.ingress.mayReadAhead()) {
      state = State.AHEAD;
      connection.readInterestOn();
    } else {
      state = State.FULL;
    }
  }

  /** Called by the driver when the connection is over. */
  void end() {
    if (look != null) {
      connection.session.reactor.cancel(look);
    }
  }
}
