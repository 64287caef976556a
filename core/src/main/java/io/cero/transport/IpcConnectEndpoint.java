package io.cero.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Unix domain socket to dial. */
record IpcConnectEndpoint(String text, Path path) implements ConnectEndpoint {

  @Override
  public boolean isName(TransportOptions options) {
    return false;
  }

  @Override
  public List<SocketAddress> resolve(TransportOptions options) {
    return List.of(UnixDomainSocketAddress.of(path));
  }

  @Override
  public SocketChannel open(SocketAddress address, TransportOptions options) throws IOException {
    SocketChannel channel = openChannel();
    try {
      channel.configureBlocking(false);
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (e instanceof SocketException && Files.notExists(path)) {
        throw new ConnectException(e.getMessage()); // nobody listens, as with a refusal
      }
      throw e;
    }
  }

  private static SocketChannel openChannel() throws IOException {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system has no Unix domain sockets", e);
    }
  }

  @Override
  public String describe(SocketAddress address) {
    return PeerAddress.text(address);
  }

  @Override
  public String toString() {
    return text;
  }
}
