package io.cero.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that travel inside the testkit. */
final class Resources {
  private Resources() {}

  /** A copy on disk, deleted when the JVM ends. */
  static Path extract(String name) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is not in the testkit; build it with Maven");
      }
      Path folder = Files.createTempDirectory("cero-testkit");
      Path file = folder.resolve(name);
      Files.copy(in, file);
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return file;
    }
  }
}
