package io.cero;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this library, as its artifacts carry it. */
public final class Version {
  private static final String RESOURCE = "version.txt";

  private Version() {}

  /**
   * The version of the library that is running, for example {@code 0.1.0}. Any thread may ask.
   *
   * @return the version, never empty
   */
  public static String current() {
    try (InputStream text = Version.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new IllegalStateException(
            "io/cero/" + RESOURCE + " is missing from cero-core; repackage it with its resources");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
