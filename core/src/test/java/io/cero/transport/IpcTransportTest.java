package io.cero.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.AddressInUseException;
import io.cero.EndpointException;
import io.cero.IpcOptions;
import io.cero.TcpOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class IpcTransportTest {

  private static final TransportOptions DEFAULTS = TransportOptions.defaults();

  @TempDir Path directory;

  private static TransportOptions with(IpcOptions ipc) {
    return new TransportOptions(TcpOptions.defaults(), ipc);
  }

  private static BoundChannel bind(Path path, TransportOptions options) throws IOException {
    return ((BindEndpoint) Endpoint.forBind("ipc://" + path)).bind(options);
  }

  private static SocketChannel connect(String text) throws IOException {
    ConnectEndpoint endpoint = (ConnectEndpoint) Endpoint.forConnect(text);
    return endpoint.open(endpoint.resolve(DEFAULTS).get(0), DEFAULTS);
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private Path staleSocket() throws IOException {
    Path path = directory.resolve("stale");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    return path;
  }

  private static void assertReachable(BoundChannel bound) throws IOException {
    try (SocketChannel dialled = connect(bound.endpoint());
        SocketChannel accepted = bound.accept()) {
      assertTrue(dialled.isConnected());
      assertFalse(dialled.isBlocking());
      assertNotNull(accepted);
      assertFalse(accepted.isBlocking());
      assertEquals(bound.endpoint(), bound.describePeer(accepted));
    }
  }

  @Test
  void shouldBeReachableAndLeaveNothingWhenBoundAndClosed() throws Exception {
    Path path = directory.resolve("name");
    for (int i = 0; i < 20; i++) {
      try (BoundChannel bound = bind(path, DEFAULTS)) {
        assertEquals("ipc://" + path, bound.endpoint());
        assertReachable(bound);
        assertEquals(List.of(path), leftovers());
      }
      assertEquals(List.of(), leftovers());
    }
  }

  @Test
  void shouldMakeDirectoryOfItsOwnWhenWildcard() throws Exception {
    Path path;
    try (BoundChannel bound = ((BindEndpoint) Endpoint.forBind("ipc://*")).bind(DEFAULTS)) {
      assertReachable(bound);
      path = Path.of(bound.endpoint().substring("ipc://".length()));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
    }
    assertFalse(Files.exists(path.getParent()));
  }

  @Test
  void shouldOpenDirectoryWhenWildcardAndOthersMayWrite() throws Exception {
    TransportOptions options = with(IpcOptions.defaults().withPermissions("rw-rw-rw-"));
    try (BoundChannel bound = ((BindEndpoint) Endpoint.forBind("ipc://*")).bind(options)) {
      Path path = Path.of(bound.endpoint().substring("ipc://".length()));
      assertEquals(
          "rwx--x--x",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
    }
  }

  @Test
  void shouldSetPermissionsWhenGiven() throws Exception {
    Path path = directory.resolve("name");
    for (String permissions : List.of("rw-------", "rw-rw----", "rwxrwxrwx")) {
      try (BoundChannel bound =
          bind(path, with(IpcOptions.defaults().withPermissions(permissions)))) {
        assertEquals(
            permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertReachable(bound);
      }
    }
  }

  @Test
  void shouldTakeOverWhenFileIsStale() throws Exception {
    Path path = staleSocket();
    try (BoundChannel bound = bind(path, DEFAULTS)) {
      assertReachable(bound);
      assertEquals(List.of(path), leftovers());
    }
    assertEquals(List.of(), leftovers());
  }

  @Test
  void shouldThrowAddressInUseWhenSomebodyListens() throws Exception {
    Path path = directory.resolve("name");
    try (BoundChannel bound = bind(path, DEFAULTS)) {
      assertThrows(AddressInUseException.class, () -> bind(path, DEFAULTS));
      bound.accept().close(); // the probe
      assertReachable(bound);
      assertEquals(List.of(path), leftovers());
    }
  }

  @Test
  void shouldThrowAddressInUseWhenListenersBacklogIsFull() throws Exception {
    Path path = directory.resolve("name");
    try (BoundChannel bound = bind(path, with(IpcOptions.defaults().withBacklog(1)));
        SocketChannel first = connect(bound.endpoint());
        SocketChannel second = connect(bound.endpoint())) {
      assertTrue(first.isConnected() && second.isConnected());
      assertThrows(IOException.class, () -> connect(bound.endpoint()));
      assertThrows(AddressInUseException.class, () -> bind(path, DEFAULTS));
    }
  }

  @Test
  void shouldLeaveFileAloneWhenItIsNoSocket() throws Exception {
    Path file = Files.writeString(directory.resolve("precious"), "data");
    EndpointException e = assertThrows(EndpointException.class, () -> bind(file, DEFAULTS));
    assertTrue(e.getMessage().contains("no socket"), e.getMessage());
    assertEquals("data", Files.readString(file));
    Path folder = Files.createDirectory(directory.resolve("folder"));
    assertThrows(EndpointException.class, () -> bind(folder, DEFAULTS));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("none"));
    assertThrows(EndpointException.class, () -> bind(link, DEFAULTS));
    assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void shouldSayWhyWhenDirectoryIsMissing() {
    Path path = directory.resolve("none").resolve("name");
    EndpointException e = assertThrows(EndpointException.class, () -> bind(path, DEFAULTS));
    assertTrue(e.getMessage().contains("create it"), e.getMessage());
  }

  @Test
  void shouldKeepFileWhenItIsNoLongerOurs() throws Exception {
    Path path = directory.resolve("name");
    BoundChannel robbed = bind(path, DEFAULTS);
    Files.delete(path); // as libzmq does to whoever is there
    try (BoundChannel robber = bind(path, DEFAULTS)) {
      robbed.close();
      assertReachable(robber);
    }
  }

  @Test
  void shouldCloseQuietlyWhenFileIsGone() throws Exception {
    Path path = directory.resolve("name");
    BoundChannel bound = bind(path, DEFAULTS);
    Files.delete(path);
    bound.close();
    bound.close();
    assertFalse(bound.channel().isOpen());
  }

  @Test
  void shouldKeepNewFileWhenClosedTwice() throws Exception {
    Path path = directory.resolve("name");
    BoundChannel first = bind(path, DEFAULTS);
    first.close();
    try (BoundChannel second = bind(path, DEFAULTS)) {
      first.close();
      assertReachable(second);
    }
  }

  @Test
  void shouldBindWhenPathIsAsLongAsItMayBe() throws Exception {
    String start = directory + "/";
    Path path = Path.of(start + "x".repeat(IpcTransport.LONGEST_PATH - start.length()));
    try (BoundChannel bound = bind(path, DEFAULTS)) {
      assertReachable(bound);
    }
    assertEquals(List.of(), leftovers());
  }

  @Test
  void shouldLetExactlyOneWinWhenManyTakeOver() throws Exception {
    ExecutorService binders = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        Path path = staleSocket();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<BoundChannel>> attempts =
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        binders.submit(
                            () -> {
                              start.await();
                              try {
                                return bind(path, DEFAULTS);
                              } catch (AddressInUseException e) {
                                return null;
                              }
                            }))
                .toList();
        start.countDown();
        BoundChannel winner = null;
        for (Future<BoundChannel> attempt : attempts) {
          BoundChannel bound = attempt.get();
          if (bound != null) {
            assertTrue(winner == null, "two hold the same path");
            winner = bound;
          }
        }
        assertNotNull(winner);
        winner.close();
        assertEquals(List.of(), leftovers());
      }
    } finally {
      binders.shutdownNow();
    }
  }

  @Test
  void shouldFailAtOnceWhenNobodyListens() throws Exception {
    assertThrows(IOException.class, () -> connect("ipc://" + directory.resolve("none")));
    Path stale = staleSocket();
    assertThrows(IOException.class, () -> connect("ipc://" + stale));
  }
}
