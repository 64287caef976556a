package io.cero;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a socket's queues go on past the memory that the marks allow, and how far.
 *
 * <p>The directory has to be there when the socket is made, and may be shared by any number of
 * sockets and processes. It is never made anew: one that is gone may have been a disk that is not
 * mounted. A queue that overflows keeps its files open.
 *
 * @param directory an existing directory
 * @param maximumBytes bytes that one peer's queue may have there, besides one message: at least
 *     those of a segment
 * @param segmentBytes bytes after which a queue goes on in another file, besides one message: 64
 *     KiB or more. A file is deleted as a whole once it is read, so this is how coarsely room comes
 *     back; and a damaged file costs what lies behind the damage, up to its end
 */
public record OverflowOptions(Path directory, long maximumBytes, long segmentBytes) {
  private static final long SMALLEST_SEGMENT = 64 << 10;
  private static final long DEFAULT_SEGMENT = 16 << 20;
  private static final long DEFAULT_MAXIMUM = 1L << 30;

  /**
   * Checks the values.
   *
   * @throws OptionException if a segment is smaller than 64 KiB or the maximum smaller than it
   */
  public OverflowOptions {
    Objects.requireNonNull(directory, "directory");
    OptionCheck.atLeast("overflow segmentBytes", segmentBytes, SMALLEST_SEGMENT, "64 KiB");
    OptionCheck.atLeast("overflow maximumBytes", maximumBytes, segmentBytes, "one segment");
  }

  /** Returns those of a directory: 1 GiB for each peer, in segments of 16 MiB. */
  public static OverflowOptions in(Path directory) {
    return new OverflowOptions(directory, DEFAULT_MAXIMUM, DEFAULT_SEGMENT);
  }

  /** Returns these options with another bound for each peer's queue, at least a segment. */
  public OverflowOptions withMaximumBytes(long maximumBytes) {
    return new OverflowOptions(directory, maximumBytes, segmentBytes);
  }

  /** Returns these options with segments of another size, 64 KiB or more. */
  public OverflowOptions withSegmentBytes(long segmentBytes) {
    return new OverflowOptions(directory, maximumBytes, segmentBytes);
  }
}
