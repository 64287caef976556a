package io.cero.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder for ipc endpoints, with a path short enough for a unix domain socket (some 108
 * bytes in all). Closing it deletes it and what is in it.
 */
public final class IpcDirectory implements AutoCloseable {
  private final Path path;

  private IpcDirectory(Path path) {
    this.path = path;
  }

  /** Makes a new folder. */
  public static IpcDirectory create() {
    try {
      return new IpcDirectory(Files.createTempDirectory(Path.of("/tmp"), "cero"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** An endpoint in it, such as {@code ipc:///tmp/cero123/a}. */
  public String endpoint(String name) {
    return "ipc://" + path.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> inside = Files.walk(path)) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
