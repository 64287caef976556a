package io.cero.pipe;

import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The writer's end of an inbound pipe for the time of one connection: takes what a channel brings
 * and publishes whole messages.
 *
 * <p>Owned by whoever holds the session's right to read.
 */
public interface Ingress {
  /** Receives the commands that a peer sends between and within messages. */
  @FunctionalInterface
  interface CommandHandler {
    /** Takes a command's body, at absolute indexes; valid during the call. */
    void onCommand(ByteBuffer memory, int offset, int length) throws WireException;
  }

  /**
   * Takes bytes that were read before the frames began, behind the handshake.
   *
   * @return messages published
   */
  int accept(ByteBuffer early) throws WireException;

  /**
   * Reads once and publishes what is whole, as far as the mark allows.
   *
   * @return messages published; -1 at the end of the stream
   */
  int read(ReadableByteChannel channel) throws IOException, WireException;

  /**
   * Publishes what was read and not published, as far as the mark allows.
   *
   * @return messages published
   */
  int walk() throws WireException;

  /** True if publishing stopped at the mark although more lies in memory. */
  boolean isMarked();

  /**
   * Reads once although the mark is reached: handles the commands, notices the end of the stream,
   * and keeps the messages until {@link #walk} may publish them. Only while {@link #mayReadAhead}.
   *
   * @return messages published, if there was room meanwhile; -1 at the end of the stream
   */
  int readAhead(ReadableByteChannel channel) throws IOException, WireException;

  /**
   * True while fewer than {@link Intake#AHEAD} bytes wait for room, and nothing that an earlier
   * connection has left beyond the mark.
   */
  boolean mayReadAhead();

  /** True if neither mark nor budget forbids to publish another message. */
  boolean hasRoom();

  /** Bytes that the last read brought. */
  int lastRead();

  /** True if the last read took all the room there was, so that more is likely waiting. */
  boolean wasFilled();

  /** True while a body arrives straight in the memory of a caller, who waits for it. */
  default boolean isAwaited() {
    return false;
  }

  /**
   * Ends the intake when its connection has gone: publishes every whole message that was read, mark
   * or not, and drops the part of one that was not.
   *
   * @return messages published
   */
  int finish();

  /** Gives idle memory back; false if it is in use. */
  boolean trim();
}
