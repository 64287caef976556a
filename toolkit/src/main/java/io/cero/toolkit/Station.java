package io.cero.toolkit;

import io.cero.Interest;
import io.cero.PollItem;
import io.cero.Socket;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket or channel of a loop, with its handler for reading, its handler for writing, or both.
 */
final class Station {
  private static final Interest[] NOTHING = {};
  private static final Interest[] READ = {Interest.READ};
  private static final Interest[] WRITE = {Interest.WRITE};
  private static final Interest[] BOTH = {Interest.READ, Interest.WRITE};

  private final Object subject;
  private final PollItem item;
  private @Nullable Watch reading;
  private @Nullable Watch writing;

  Station(Object subject, PollItem item) {
    this.subject = subject;
    this.item = item;
  }

  Object subject() {
    return subject;
  }

  PollItem item() {
    return item;
  }

  @Nullable Watch watch(Interest direction) {
    return direction == Interest.READ ? reading : writing;
  }

  /** The watch for reading if the last poll found that possible; null otherwise. */
  @Nullable Watch readyToRead() {
    return reading != null && item.isReadable() ? reading : null;
  }

  /** The watch for writing if the last poll found that possible; null otherwise. */
  @Nullable Watch readyToWrite() {
    return writing != null && item.isWritable() ? writing : null;
  }

  /** Changes the watch for a direction; the poller is told with {@link #interestChanged}. */
  void put(Interest direction, @Nullable Watch watch) {
    if (direction == Interest.READ) {
      reading = watch;
    } else {
      writing = watch;
    }
  }

  /** Tells the poller what is of interest now. */
  void interestChanged() {
    boolean read = reading != null && reading.isWanted();
    boolean write = writing != null && writing.isWanted();
    item.interest(read ? (write ? BOTH : READ) : (write ? WRITE : NOTHING));
  }

  boolean isEmpty() {
    return reading == null && writing == null;
  }

  /** Ends both watches: what they watch does not belong to the loop any more. */
  void end() {
    if (reading != null) {
      reading.end();
    }
    if (writing != null) {
      writing.end();
    }
    reading = null;
    writing = null;
  }

  /** True once the socket or channel is closed. */
  boolean isClosed() {
    return subject instanceof Socket socket
        ? socket.isClosed()
        : !((SelectableChannel) subject).isOpen();
  }
}
