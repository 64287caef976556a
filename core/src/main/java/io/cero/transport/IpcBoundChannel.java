package io.cero.transport;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix domain socket with its file.
 *
 * @param withdrawn true once the file was removed: another one there is somebody else's
 */
record IpcBoundChannel(
    ServerSocketChannel channel, String endpoint, IpcFile file, AtomicBoolean withdrawn)
    implements BoundChannel {

  @Override
  public @Nullable SocketChannel accept() throws IOException {
    SocketChannel accepted = channel.accept();
    if (accepted == null) {
      return null;
    }
    try {
      accepted.configureBlocking(false);
      return accepted;
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public String describePeer(SocketChannel accepted) {
    return endpoint; // whoever dials a Unix domain socket has no name of his own
  }

  /** Only while the channel is open: until then its inode cannot be anybody else's. */
  @Override
  public void withdraw() throws IOException {
    if (!channel.isOpen() || !withdrawn.compareAndSet(false, true)) {
      return;
    }
    boolean removed = false;
    try {
      file.remove();
      removed = true;
    } finally {
      if (!removed) {
        withdrawn.set(false);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      withdraw();
    }
  }
}
