package io.cero.overflow;

import java.io.IOException;
import java.nio.file.Path;

/** Where segment files are made; tests give one that is full, or that forgets. */
@FunctionalInterface
public interface Disk {
  /** Makes a file that was not there, for this process alone. */
  SegmentFile create(Path path) throws IOException;
}
