package io.cero.transport;

import io.cero.EndpointException;
import io.cero.IpcOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket to listen on; a null path asks for a new one in the temporary directory.
 *
 * <p>A socket's file must appear under its name only when it is listening and has its permissions:
 * else a client is refused, a stranger gets in before the permissions are set, or another binder
 * takes the file for a dead process's. So the socket is bound in a private directory beside its
 * place, and its finished file is linked to the place, which fails if something is there. A file
 * that is there is taken over only if it is a socket that refuses connections.
 */
record IpcBindEndpoint(String text, @Nullable Path path) implements BindEndpoint {

  @Override
  public BoundChannel bind(TransportOptions options) throws IOException {
    ServerSocketChannel channel = open();
    try {
      channel.configureBlocking(false);
      IpcFile.Binder binder = place -> listen(channel, place, options.ipc());
      IpcFile file =
          path == null
              ? IpcFile.inTemporaryDirectory(text, binder, options.ipc())
              : IpcFile.at(text, path, binder);
      return new IpcBoundChannel(channel, "ipc://" + file.path(), file, new AtomicBoolean());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private ServerSocketChannel open() throws IOException {
    try {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw new EndpointException(text, "this system has no Unix domain sockets; use tcp", e);
    }
  }

  private static void listen(ServerSocketChannel channel, Path path, IpcOptions options)
      throws IOException {
    channel.bind(UnixDomainSocketAddress.of(path), options.backlog());
    if (options.permissions().isPresent()) {
      Files.setPosixFilePermissions(path, options.permissions().get());
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
