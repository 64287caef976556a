package io.cero.transport;

import io.cero.TcpOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening tcp channel. */
record TcpBoundChannel(ServerSocketChannel channel, String endpoint, TcpOptions options)
    implements BoundChannel {

  @Override
  public @Nullable SocketChannel accept() throws IOException {
    SocketChannel accepted = channel.accept();
    if (accepted == null) {
      return null;
    }
    try {
      accepted.configureBlocking(false);
      TcpSettings.apply(accepted, options);
      return accepted;
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  public String describePeer(SocketChannel accepted) {
    try {
      SocketAddress peer = accepted.getRemoteAddress();
      return peer == null ? endpoint : PeerAddress.text(peer);
    } catch (IOException closed) {
      return endpoint;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
