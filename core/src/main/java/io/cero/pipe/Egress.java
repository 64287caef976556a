package io.cero.pipe;

import java.io.IOException;
import java.nio.channels.GatheringByteChannel;

/**
 * The reader's end of an outbound pipe: takes its messages to a channel.
 *
 * <p>Owned by whoever holds the session's right to flush.
 */
public interface Egress {
  /** How a write ended. */
  enum Flow {
    /** Nothing published is left. */
    DRAINED,
    /** The channel took less than it was offered. */
    BLOCKED,
    /** The turn is over although the channel would take more. */
    MORE
  }

  /** Writes what is published, for a bounded turn. */
  Flow write(GatheringByteChannel channel) throws IOException;

  /** True if nothing published is left to write. */
  boolean isDrained();

  /** True if a message was written in part, so that nothing else may be written before its rest. */
  boolean isMidMessage();

  /**
   * Goes back to the first message whose end was not written: a new connection begins there. Every
   * message before it counts as consumed then, unless its writer is about to count it.
   */
  void rewind();

  /**
   * How many messages are published of which not every byte was written. Called after {@link
   * #rewind}, or when nobody touches the pipe any more.
   */
  long unwritten();

  /** Bytes written so far, on all connections. */
  long writtenBytes();
}
