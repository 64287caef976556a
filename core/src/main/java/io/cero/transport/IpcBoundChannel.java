package io.cero.transport;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening Unix domain socket with its file. */
record IpcBoundChannel(ServerSocketChannel channel, String endpoint, IpcFile file)
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

  /** Removes the file first: while the channel is open its inode cannot be anybody else's. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      file.remove();
    }
  }
}
