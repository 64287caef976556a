package io.cero.wire;

import static io.cero.wire.WireException.Reason.MALFORMED_COMMAND;

import java.nio.ByteBuffer;

/**
 * The commands of traffic, as whole frames with their headers and back (RFC 37, "Connection
 * Heartbeating" and "The Publish-Subscribe Pattern").
 *
 * <pre>
 *   +---+------+---------------------+---------+      +---+------+---------+
 *   | 4 | PING | ttl, tenths of 1 s  | context |      | 4 | PONG | context |
 *   +---+------+---------------------+---------+      +---+------+---------+
 *                2 octets, big-endian  0 to 16                     0 to 16
 *
 *   +---+-----------+-------+   +---+--------+-------+   +---+-------+---------------+--------+
 *   | 9 | SUBSCRIBE | topic |   | 6 | CANCEL | topic |   | 5 | ERROR | reason length | reason |
 *   +---+-----------+-------+   +---+--------+-------+   +---+-------+---------------+--------+
 * </pre>
 *
 * <p>Before ZMTP 3.1 a subscription is a message of one frame (RFC 15 and RFC 23): the octet 1, to
 * cancel 0, and the topic. PING and PONG came with 3.1, but libzmq 4.2.0 to 4.3.2 announces 3.0 and
 * sends and answers them; older peers drop what they do not know.
 */
public final class Commands {
  /** The longest context of a PING, in octets. */
  public static final int LONGEST_CONTEXT = 16;

  /** The longest time to live that a PING can carry, in tenths of a second. */
  public static final int LONGEST_TTL = 0xffff;

  private static final byte[] SUBSCRIBE_PREFIX = {1};
  private static final byte[] CANCEL_PREFIX = {0};

  private Commands() {}

  /**
   * A PING.
   *
   * @param ttl tenths of a second after which the peer may drop a silent connection, 0 to 65,535; 0
   *     for never
   * @param context 0 to 16 octets that the PONG repeats
   */
  public static byte[] ping(int ttl, byte[] context) {
    if (ttl < 0 || ttl > LONGEST_TTL) {
      throw new IllegalArgumentException(
          "A PING's time to live is 0 to 65535 tenths of a second, not " + ttl);
    }
    byte[] time = {(byte) (ttl >> 8), (byte) ttl};
    return frame(FrameHeader.COMMAND, CommandBody.of("PING", time, requireContext(context)));
  }

  /** A PONG that repeats the context of a PING, 0 to 16 octets. */
  public static byte[] pong(byte[] context) {
    return frame(FrameHeader.COMMAND, CommandBody.of("PONG", requireContext(context)));
  }

  /** A subscription for ZMTP 3.1. */
  public static byte[] subscribe(byte[] topic) {
    return frame(FrameHeader.COMMAND, CommandBody.of("SUBSCRIBE", topic));
  }

  /** The end of a subscription for ZMTP 3.1. */
  public static byte[] cancel(byte[] topic) {
    return frame(FrameHeader.COMMAND, CommandBody.of("CANCEL", topic));
  }

  /** A subscription as a message, for ZMTP 3.0 and 2.0 (and, in its own framing, 1.0). */
  public static byte[] subscribeMessage(byte[] topic) {
    return frame(0, concatenated(SUBSCRIBE_PREFIX, topic));
  }

  /**
   * The end of a subscription as a message, for ZMTP 3.0 and 2.0 (and, in its own framing, 1.0).
   */
  public static byte[] cancelMessage(byte[] topic) {
    return frame(0, concatenated(CANCEL_PREFIX, topic));
  }

  /** An ERROR; a reason of more than 255 characters is cut, and what is not printable replaced. */
  public static byte[] error(String reason) {
    byte[] text = LocalPeer.ascii(Printable.text(reason));
    byte[] length = {(byte) text.length};
    return frame(FrameHeader.COMMAND, CommandBody.of(CommandBody.ERROR, length, text));
  }

  /** A whole frame with that body. */
  static byte[] frame(int flags, byte[] body) {
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.size(body.length) + body.length);
    int at = FrameHeader.put(frame, 0, body.length, flags);
    frame.put(at, body);
    return frame.array();
  }

  private static byte[] requireContext(byte[] context) {
    if (context.length > LONGEST_CONTEXT) {
      throw new IllegalArgumentException(
          "A PING's context has at most 16 octets; this one has " + context.length);
    }
    return context;
  }

  private static byte[] concatenated(byte[] prefix, byte[] topic) {
    byte[] body = new byte[prefix.length + topic.length];
    System.arraycopy(prefix, 0, body, 0, prefix.length);
    System.arraycopy(topic, 0, body, prefix.length, topic.length);
    return body;
  }

  /**
   * Takes apart the body of a command frame that came after the handshake.
   *
   * <p>Names are compared exactly, as libzmq does. A context of more than 16 octets is cut to 16,
   * as libzmq cuts it. What is not known comes back as {@link Command.Unknown}, to be ignored.
   *
   * @param from index of the body's first octet, after the frame's header
   * @param length the body's length; the caller has bounded it
   * @throws WireException with {@link WireException.Reason#MALFORMED_COMMAND}
   */
  public static Command parse(ByteBuffer body, int from, int length) throws WireException {
    ByteBuffer in = body.duplicate();
    in.limit(from + length).position(from);
    String name = CommandBody.takeName(in);
    return switch (name) {
      case "PING" -> ping(in);
      case "PONG" -> new Command.Pong(context(in));
      case "SUBSCRIBE" -> new Command.Subscribe(rest(in));
      case "CANCEL" -> new Command.Cancel(rest(in));
      case CommandBody.ERROR ->
          new Command.Error(
              Printable.text(CommandBody.takeShort(in, "the reason of an ERROR command")));
      default -> new Command.Unknown(Printable.text(name));
    };
  }

  private static Command.Ping ping(ByteBuffer in) throws WireException {
    if (in.remaining() < Short.BYTES) {
      throw new WireException(
          MALFORMED_COMMAND, "A PING command ends within its time to live of two octets");
    }
    int ttl = (in.get() & 0xff) << 8 | in.get() & 0xff;
    return new Command.Ping(ttl, context(in));
  }

  private static byte[] context(ByteBuffer in) {
    byte[] context = new byte[Math.min(in.remaining(), LONGEST_CONTEXT)];
    in.get(context);
    return context;
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }
}
