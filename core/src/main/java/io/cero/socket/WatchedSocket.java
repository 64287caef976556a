package io.cero.socket;

/**
 * A socket that is watched for receiving, sending or both.
 *
 * <p>It is stirred by every event of a peer, by every use of the socket (which may make the other
 * direction possible, as a REP's receive does) and by its closing. The socket's own waiter is
 * signalled as ever.
 */
public final class WatchedSocket extends Watched {
  private final SocketCore socket;
  private final Runnable observer = this::stir;

  // The polling thread's.
  private boolean toReceive;
  private boolean toSend;
  private boolean readable;
  private boolean writable;

  /** Watches a socket for nothing yet. */
  public WatchedSocket(PollSet set, SocketCore socket) {
    super(set);
    this.socket = socket;
    socket.inbox().observe(observer);
    stir();
  }

  /** Says what to watch for. */
  public void watchFor(boolean receiving, boolean sending) {
    toReceive = receiving;
    toSend = sending;
    readable &= receiving;
    writable &= sending;
    stir();
  }

  /** True if the last poll found a message to receive. */
  public boolean isReadable() {
    return readable;
  }

  /** True if the last poll found room to send. */
  public boolean isWritable() {
    return writable;
  }

  @Override
  boolean examine() {
    socket.enter();
    try {
      readable = toReceive && socket.canReceive();
      writable = toSend && socket.canSend();
      socket.takeNote(); // so that where it lives is known even if nothing is watched for
      whereabouts.of(socket);
    } finally {
      socket.leave();
    }
    return readable || writable;
  }

  @Override
  void forget() {
    readable = false;
    writable = false;
  }

  @Override
  void detach() {
    socket.inbox().unobserve(observer);
    forget();
  }
}
