package io.cero;

import io.cero.socket.Watched;
import io.cero.socket.WatchedChannel;
import io.cero.socket.WatchedSocket;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A socket or channel that is registered with a {@link Poller}, and what the poller's last poll
 * found. Used by the thread that uses the poller.
 */
public final class PollItem {
  private static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final Poller poller;
  private final @Nullable Socket socket;
  private final @Nullable SelectableChannel channel;
  private final Watched watched;
  private @Nullable Object attachment;

  PollItem(Poller poller, Socket socket, WatchedSocket watched) {
    this.poller = poller;
    this.socket = socket;
    this.channel = null;
    this.watched = watched;
  }

  PollItem(Poller poller, SelectableChannel channel, WatchedChannel watched) {
    this.poller = poller;
    this.socket = null;
    this.channel = channel;
    this.watched = watched;
  }

  /** Returns the socket; throws {@link IllegalStateException} if the item is a channel. */
  public Socket socket() {
    Socket it = socket;
    if (it == null) {
      throw new IllegalStateException("this item is a channel: call channel()");
    }
    return it;
  }

  /** Returns the channel; throws {@link IllegalStateException} if the item is a socket. */
  public SelectableChannel channel() {
    SelectableChannel it = channel;
    if (it == null) {
      throw new IllegalStateException("this item is a socket: call socket()");
    }
    return it;
  }

  /**
   * Keeps an object with the item: what a program needs when the item is ready. It stays when the
   * item is unregistered.
   *
   * @param object what to keep in place of what is kept; null for nothing
   */
  public void attach(@Nullable Object object) {
    attachment = object;
  }

  /** Returns what was attached last; null if nothing is. */
  public @Nullable Object attachment() {
    return attachment;
  }

  /** True if the item is a socket, false if it is a channel. */
  public boolean isSocket() {
    return socket != null;
  }

  /** The socket or channel. */
  Object subject() {
    return isSocket() ? socket() : channel();
  }

  Watched watched() {
    return watched;
  }

  /** True if the last poll found that a message can be received, or the channel be read. */
  public boolean isReadable() {
    return watched instanceof WatchedSocket it ? it.isReadable() : (readyOperations() & READS) != 0;
  }

  /** True if the last poll found that a message can be sent, or the channel be written. */
  public boolean isWritable() {
    return watched instanceof WatchedSocket it
        ? it.isWritable()
        : (readyOperations() & WRITES) != 0;
  }

  /**
   * Returns the operations for which the last poll found the channel ready, as bits of {@link
   * SelectionKey}; for a socket, the bits for reading and writing.
   */
  public int readyOperations() {
    if (watched instanceof WatchedChannel it) {
      return it.ready();
    }
    return (isReadable() ? SelectionKey.OP_READ : 0) | (isWritable() ? SelectionKey.OP_WRITE : 0);
  }

  /**
   * Changes what the item is watched for; nothing at all pauses it. A readiness that is not watched
   * for any more is not reported any more, at once.
   *
   * @throws IllegalArgumentException if the socket or channel can never do that
   */
  public void interest(Interest... interests) {
    poller.change(this, () -> apply(interests));
  }

  private void apply(Interest... interests) {
    boolean toReceive = Arrays.asList(interests).contains(Interest.READ);
    boolean toSend = Arrays.asList(interests).contains(Interest.WRITE);
    if (watched instanceof WatchedSocket it) {
      checkPossible(socket(), toReceive, toSend);
      it.watchFor(toReceive, toSend);
    } else if (watched instanceof WatchedChannel it) {
      it.watchFor(operations(channel(), interests));
    }
  }

  static void checkPossible(Socket socket, boolean toReceive, boolean toSend) {
    if (toReceive && !(socket instanceof Receiver)) {
      throw new IllegalArgumentException("a " + socket.type() + " never receives: not READ");
    }
    if (toSend && !(socket instanceof Sender)) {
      throw new IllegalArgumentException("a " + socket.type() + " never sends: not WRITE");
    }
  }

  static int operations(SelectableChannel channel, Interest... interests) {
    int operations = 0;
    for (Interest interest : interests) {
      int possible = channel.validOps() & (interest == Interest.READ ? READS : WRITES);
      if (possible == 0) {
        throw new IllegalArgumentException(
            "a " + channel.getClass().getSimpleName() + " can never be ready for " + interest);
      }
      operations |= possible;
    }
    return operations;
  }

  /** Takes the socket or channel out of the poller. A second call does nothing. */
  public void unregister() {
    poller.unregister(this);
  }

  /** True until it is unregistered or the poller is closed. */
  public boolean isRegistered() {
    return !watched.isRemoved();
  }

  @Override
  public String toString() {
    return subject() + (isReadable() ? " readable" : "") + (isWritable() ? " writable" : "");
  }
}
