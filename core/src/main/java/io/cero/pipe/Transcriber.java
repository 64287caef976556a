package io.cero.pipe;

import io.cero.wire.FrameHeader;
import io.cero.wire.LegacyFrameHeader;
import io.cero.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The slower intake beside {@link Intake}: decodes what arrives in memory of its own and appends it
 * to the pipe frame by frame.
 *
 * <p>For bytes that cannot pass as they are: ZMTP 1.0 frames, a STREAM socket's bytes, the
 * subscriptions that a publisher gets in the form of commands, and slots.
 *
 * <p>A frame is given memory as it arrives: the buffer doubles when it is full.
 */
public final class Transcriber implements Ingress {
  /** What the bytes are. */
  public enum Format {
    /** ZMTP 3.0 and 3.1 frames. */
    ZMTP_3,
    /** ZMTP 2.0 frames: there are no commands. */
    ZMTP_2,
    /** ZMTP 1.0 frames. */
    ZMTP_1,
    /** Bytes without frames; each read is a message. */
    RAW
  }

  private static final int FIRST = 4 << 10;
  private static final int READ = 128 << 10;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final Pipe pipe;
  private final Format format;
  private final long maximumMessageSize;
  private final CommandHandler commands;
  private final Outgoing body = new Outgoing();

  private ByteBuffer buffer = ByteBuffer.allocate(0); // filled up to its position
  private boolean marked;
  private boolean open;
  private boolean filled;
  private int lastRead;
  private long messageBytes;
  private long besides;

  /** The intake of a pipe. */
  public Transcriber(Pipe pipe, Format format, long maximumMessageSize, CommandHandler commands) {
    this.pipe = pipe;
    this.format = format;
    this.maximumMessageSize = maximumMessageSize < 0 ? LARGEST : maximumMessageSize;
    this.commands = commands;
  }

  /** Appends a message that the wire did not bring in this form, outside the mark. */
  public void append(byte[] message) {
    pipe.append(body.set(message), false);
  }

  @Override
  public int accept(ByteBuffer early) throws WireException {
    reserve(early.remaining());
    buffer.put(early);
    return walk();
  }

  @Override
  public int read(ReadableByteChannel channel) throws IOException, WireException {
    return read(channel, READ);
  }

  @Override
  public int readAhead(ReadableByteChannel channel) throws IOException, WireException {
    return read(channel, Intake.AHEAD - buffer.position());
  }

  /** Its commands wait with the messages: who sends any is read without a mark. */
  @Override
  public boolean mayReadAhead() {
    return buffer.position() < Intake.AHEAD && !(pipe instanceof Log log && log.isOverrun());
  }

  private int read(ReadableByteChannel channel, int most) throws IOException, WireException {
    if (!buffer.hasRemaining()) {
      reserve(Math.max(FIRST, Math.min(buffer.capacity(), LARGEST - buffer.capacity())));
    }
    int limit = buffer.limit();
    buffer.limit(buffer.position() + Math.min(buffer.remaining(), Math.min(most, READ)));
    int count = channel.read(buffer);
    lastRead = count;
    filled = !buffer.hasRemaining();
    buffer.limit(limit);
    return count <= 0 ? count : walk();
  }

  private void reserve(int more) {
    if (buffer.remaining() < more) {
      buffer = ByteBuffer.allocate(buffer.position() + more).put(buffer.flip());
    }
  }

  @Override
  public int walk() throws WireException {
    return walk(false);
  }

  private int walk(boolean beyondMark) throws WireException {
    int end = buffer.position();
    int at = 0;
    int messages = 0;
    marked = false;
    try {
      while (at < end) {
        if (!open && !beyondMark && !pipe.hasRoom()) {
          marked = true;
          break;
        }
        int taken = format == Format.RAW ? takeBytes(at, end) : takeFrame(at, end);
        if (taken == 0) {
          break;
        }
        at += taken;
        if (published) {
          messages++;
          published = false;
        }
      }
    } finally {
      if (at > 0) {
        buffer.limit(end).position(at);
        buffer.compact();
      }
    }
    return messages;
  }

  private boolean published;

  private int takeBytes(int at, int end) {
    pipe.append(body.set(buffer.array(), at, end - at), false);
    published = true;
    return end - at;
  }

  /** Takes one frame or command; zero if it is not whole yet. */
  private int takeFrame(int at, int end) throws WireException {
    boolean legacy = format == Format.ZMTP_1;
    byte first = buffer.get(at);
    int header = legacy ? LegacyFrameHeader.size(first) : FrameHeader.size(first);
    if (!legacy) {
      checkFlags(first);
    }
    if (end - at < header) {
      return 0;
    }
    long length =
        legacy ? LegacyFrameHeader.bodyLength(buffer, at) : FrameHeader.bodyLength(buffer, at);
    boolean more = legacy ? LegacyFrameHeader.hasMore(buffer, at) : (first & FrameHeader.MORE) != 0;
    boolean command = !legacy && (first & FrameHeader.COMMAND) != 0;
    long most = command ? Intake.LONGEST_SUBSCRIPTION : maximumMessageSize - messageBytes;
    if (length < 0 || length > most) {
      throw new WireException(
          messageBytes > 0
              ? WireException.Reason.MESSAGE_TOO_LARGE
              : WireException.Reason.FRAME_TOO_LARGE,
          (command ? "a command" : "a frame")
              + " announces "
              + Long.toUnsignedString(length)
              + " bytes, "
              + most
              + " are accepted");
    }
    if (end - at - header < length) {
      return 0;
    }
    if (command) {
      commands.onCommand(buffer, at + header, (int) length);
      besides = open ? besides + header + length : 0;
    } else {
      pipe.append(body.set(buffer.array(), at + header, (int) length), more);
      open = more;
      published = !more;
      messageBytes = more ? messageBytes + length : 0;
      besides = more ? besides + header : 0;
    }
    if (besides > Math.max(Intake.BESIDES, maximumMessageSize)) {
      throw new WireException(
          WireException.Reason.MESSAGE_TOO_LARGE,
          "the headers of a message's frames and the commands between them take too many bytes");
    }
    return header + (int) length;
  }

  private void checkFlags(byte flags) throws WireException {
    boolean legal =
        format == Format.ZMTP_2
            ? FrameHeader.isLegalInVersion2(flags & 0xFF)
            : FrameHeader.isLegal(flags & 0xFF);
    if (!legal) {
      throw FrameHeader.illegalFlags(flags & 0xFF);
    }
  }

  @Override
  public boolean isMarked() {
    return marked;
  }

  @Override
  public boolean hasRoom() {
    return open || pipe.hasRoom();
  }

  @Override
  public int lastRead() {
    return lastRead;
  }

  @Override
  public boolean wasFilled() {
    return filled;
  }

  @Override
  public int finish() {
    int messages = 0;
    boolean overrun = marked;
    try {
      messages = walk(true);
    } catch (WireException | RuntimeException | Error gone) {
      // What precedes the fault is published; the connection is at its end anyway, perhaps for it.
    }
    if (overrun && pipe instanceof Log log) {
      log.overrun();
    }
    pipe.rollback();
    buffer = ByteBuffer.allocate(0);
    return messages;
  }

  @Override
  public boolean trim() {
    if (buffer.position() == 0) {
      buffer = ByteBuffer.allocate(0);
      return !(pipe instanceof Log log) || log.trim();
    }
    return false;
  }
}
