package io.cero.transport;

import io.cero.AddressInUseException;
import io.cero.EndpointException;
import io.cero.IpcOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file that a bound Unix domain socket leaves in the file system.
 *
 * @param path where it is
 * @param key what the file system tells it from others by; null where it cannot
 * @param directory the directory made for it alone, or null
 */
record IpcFile(Path path, @Nullable Object key, @Nullable Path directory) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final int S_IFMT = 0xf000;
  private static final int S_IFSOCK = 0xc000;

  /** Two binders of one JVM look at a stale file one after the other. */
  private static final ReentrantLock TAKING_OVER = new ReentrantLock();

  /** Binds, listens and sets the permissions of a file that does not exist yet. */
  interface Binder {
    void bind(Path path) throws IOException;
  }

  /** Makes a socket in a new directory of the system's temporary directory. */
  static IpcFile inTemporaryDirectory(String text, Binder binder, IpcOptions options)
      throws IOException {
    Path directory = Files.createTempDirectory("cero");
    Path path = directory.resolve("socket");
    try {
      requireShort(text, path);
      binder.bind(path);
      if (options.permissions().isPresent()) {
        Files.setPosixFilePermissions(directory, wayTo(options.permissions().get()));
      }
      return new IpcFile(path, key(path), directory);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      Files.deleteIfExists(directory);
      throw e;
    }
  }

  /** Who may use the file must be able to enter its directory. */
  private static Set<PosixFilePermission> wayTo(Set<PosixFilePermission> permissions) {
    Set<PosixFilePermission> way = EnumSet.copyOf(OWNER_ONLY);
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      way.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      way.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return way;
  }

  /** Makes a socket at a path, in place of a stale one if need be. */
  static IpcFile at(String text, Path path, Binder binder) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new EndpointException(text, "there is no directory " + parent + "; create it first");
    }
    TAKING_OVER.lock();
    try {
      takeOver(text, path);
      Path privately = path.resolveSibling(randomName()).resolve(path.getFileName());
      if (isPosix(parent)
          && IpcTransport.lengthInBytes(privately.toString()) <= IpcTransport.LONGEST_PATH) {
        bindPrivately(text, path, privately, binder);
      } else {
        binder.bind(path);
      }
      return new IpcFile(path, key(path), null);
    } catch (FileSystemException e) {
      throw new EndpointException(
          text, "the file cannot be created (" + reason(e) + "); choose another place", e);
    } finally {
      TAKING_OVER.unlock();
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  private static void bindPrivately(String text, Path path, Path privately, Binder binder)
      throws IOException {
    Path directory = privately.getParent();
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      binder.bind(privately);
      publish(text, path, privately);
    } finally {
      Files.deleteIfExists(privately);
      Files.deleteIfExists(directory);
    }
  }

  private static void publish(String text, Path path, Path privately) throws IOException {
    try {
      Files.createLink(path, privately);
    } catch (FileAlreadyExistsException e) {
      throw new AddressInUseException(text, e); // another process was faster by a moment
    } catch (UnsupportedOperationException | IOException e) {
      Files.move(privately, path, StandardCopyOption.ATOMIC_MOVE); // a file system without links
    }
  }

  private static void requireShort(String text, Path path) {
    if (IpcTransport.lengthInBytes(path.toString()) > IpcTransport.LONGEST_PATH) {
      throw new EndpointException(
          text, "the temporary directory's path is too long for a socket; name a path instead");
    }
  }

  /** Leaves the path free, or throws. */
  private static void takeOver(String text, Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isSocket(path)) {
      throw new EndpointException(
          text, "a file that is no socket is there; remove it or choose another path");
    }
    Object probed = key(path);
    if (!isStale(text, path)) {
      throw new AddressInUseException(text, null);
    }
    Path aside = path.resolveSibling(randomName());
    try {
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // its owner, or another binder, has just removed it
    }
    if (probed != null && !probed.equals(key(aside))) {
      // Between the probe and the move another process has taken the path: give it back.
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
      throw new AddressInUseException(text, null);
    }
    Files.deleteIfExists(aside);
  }

  private static boolean isStale(String text, Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // a full backlog must not hold us up
      probe.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (IOException e) {
      // a full backlog, another type of socket, or no permission to ask: somebody's, not ours
      throw new AddressInUseException(text, e);
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return ((Integer) mode & S_IFMT) == S_IFSOCK;
    }
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther();
  }

  private static boolean isPosix(Path parent) {
    return parent.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static String randomName() {
    long number = ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31);
    return "." + Long.toString(number, Character.MAX_RADIX);
  }

  /** Removes the file if it is still ours; somebody may have put another in its place. */
  void remove() throws IOException {
    try {
      if (key != null && !key.equals(key(path))) {
        return;
      }
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      return;
    }
    if (directory != null) {
      Files.deleteIfExists(directory);
    }
  }
}
