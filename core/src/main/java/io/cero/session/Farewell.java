package io.cero.session;

import io.cero.reactor.ChannelHandler;
import io.cero.reactor.Reactor;
import io.cero.reactor.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The last moments of a channel: says that nothing more will come, and discards what the peer still
 * sends until it hangs up too or the time is over.
 *
 * <p>Closing at once would have the system answer unread bytes with a reset, which can destroy what
 * was written last before the peer has read it. Owned by the driver.
 */
final class Farewell implements ChannelHandler {
  private static final long LONGEST = 1_000_000_000L;
  private static final long FOR_A_LAST_WORD = 200_000_000L;

  private final Reactor reactor;
  private final Profile profile;
  private final SocketChannel channel;
  private final Timer patience = new Timer(this::close);
  private final ByteBuffer waste = ByteBuffer.allocate(4096);
  private boolean closed;

  private Farewell(Reactor reactor, Profile profile, SocketChannel channel) {
    this.reactor = reactor;
    this.profile = profile;
    this.channel = channel;
  }

  /**
   * Closes a channel: at once, or when the peer has read what there is.
   *
   * @param lastWord bytes to write before, as far as they fit; or null
   * @param nanos how long to wait for the peer to hang up; 0 for not at all
   */
  static void close(
      Reactor reactor,
      Profile profile,
      SocketChannel channel,
      @Nullable SelectionKey key,
      byte @Nullable [] lastWord,
      long nanos) {
    profile.begins();
    try {
      if (lastWord != null) {
        channel.write(ByteBuffer.wrap(lastWord));
        nanos = Math.max(nanos, FOR_A_LAST_WORD);
      }
      if (nanos > 0 && key != null && key.isValid()) {
        Farewell farewell = new Farewell(reactor, profile, channel);
        channel.shutdownOutput();
        key.attach(farewell);
        key.interestOps(SelectionKey.OP_READ);
        reactor.schedule(farewell.patience, Math.min(nanos, LONGEST));
        return;
      }
    } catch (IOException | RuntimeException | Error gone) {
      // Nothing is left to wait for; that there is no memory left for the last word, for instance,
      // must not keep the connection from its end.
    }
    shut(channel);
    profile.ends();
  }

  @Override
  public void onReady(int operations) {
    try {
      for (int reads = 0; reads < 16; reads++) {
        int count = channel.read(waste.clear());
        if (count < 0) {
          close();
          return;
        }
        if (count == 0) {
          return;
        }
      }
    } catch (IOException reset) {
      close();
    }
  }

  @Override
  public void onFault(Throwable fault) {
    close();
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    reactor.cancel(patience);
    shut(channel);
    profile.ends();
  }

  private static void shut(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }
}
