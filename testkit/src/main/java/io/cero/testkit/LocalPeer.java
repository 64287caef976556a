package io.cero.testkit;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A peer inside the test's JVM: a {@link SocketLibrary} whose sockets have a thread each. */
final class LocalPeer implements Peer {
  private static final System.Logger LOG = System.getLogger(LocalPeer.class.getName());
  private static final long GRACE_MILLIS = 10_000;

  private final PeerKind kind;
  private final SocketLibrary library;
  private final Set<LocalSocket> sockets = ConcurrentHashMap.newKeySet();

  LocalPeer(PeerKind kind, SocketLibrary library) {
    this.kind = kind;
    this.library = library;
  }

  @Override
  public PeerKind kind() {
    return kind;
  }

  @Override
  public String version() {
    return library.version();
  }

  @Override
  public boolean supports(String socketType, String scheme) {
    return library.supports(socketType, scheme);
  }

  @Override
  public PeerSocket open(String socketType, Map<String, ?> options) {
    LocalSocket socket = new LocalSocket(kind.label(), () -> library.open(socketType));
    try {
      socket.setOption("LINGER", 5000);
      options.forEach(socket::setOption);
    } catch (RuntimeException | Error e) {
      socket.close();
      throw e;
    }
    sockets.add(socket);
    return socket;
  }

  @Override
  public void close() {
    sockets.forEach(LocalSocket::discard);
    Thread closer = new Thread(library::close, "peer-" + kind.label() + "-close");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closer.isAlive()) {
      LOG.log(System.Logger.Level.WARNING, "{0} does not end; it is left behind", version());
    }
  }
}
