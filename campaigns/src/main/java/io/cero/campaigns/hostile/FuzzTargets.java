package io.cero.campaigns.hostile;

import io.cero.EndpointException;
import io.cero.pipe.ChunkPool;
import io.cero.pipe.Incoming;
import io.cero.pipe.Ingress;
import io.cero.pipe.Intake;
import io.cero.pipe.Log;
import io.cero.pipe.Transcriber;
import io.cero.transport.Endpoint;
import io.cero.wire.FrameHeader;
import io.cero.wire.Handshake;
import io.cero.wire.LocalPeer;
import io.cero.wire.PlainClient;
import io.cero.wire.PlainServer;
import io.cero.wire.SocketType;
import io.cero.wire.Verdict;
import io.cero.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is fuzzed within one thread: the handshake, the walk over frames, and the text of endpoints.
 * Each target takes any bytes, throws only what is documented inside, and throws an {@link
 * AssertionError} where it finds that something is wrong.
 */
final class FuzzTargets {
  /** More than a handshake may answer to any peer, whatever that says. */
  private static final int LONGEST_ANSWER = 4096;

  private static final long LIMIT = 100_000;

  private FuzzTargets() {}

  // ------------------------------------------------------------------ the handshake

  /** The end of a handshake as everybody can see it. */
  private record End(boolean complete, String fault, int taken, String answer) {}

  /**
   * The first byte says who we are and how the rest is cut; whole and cut it must end the same way.
   */
  static void handshake(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int kind = input[0] & 0xff;
    byte[] bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
    End whole = shake(kind, bytes, Integer.MAX_VALUE);
    End cut = shake(kind, bytes, 1 + (kind >> 5));
    if (!whole.equals(cut)) {
      throw new AssertionError("whole " + whole + ", cut " + cut);
    }
  }

  private static End shake(int kind, byte[] bytes, int portion) {
    Handshake handshake = new Handshake(local(kind));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    int taken = 0;
    String fault = "";
    try {
      while (taken < bytes.length && !handshake.isComplete()) {
        ByteBuffer in =
            ByteBuffer.wrap(bytes, taken, Math.min(portion, bytes.length - taken)).slice();
        handshake.receive(in);
        taken += in.position();
        takeOutput(handshake, answer);
      }
    } catch (WireException e) {
      fault = e.reason().toString();
      taken = -1;
    }
    takeOutput(handshake, answer);
    if (answer.size() > LONGEST_ANSWER) {
      throw new AssertionError("answered " + answer.size() + " bytes");
    }
    if (handshake.isComplete()) {
      fault = String.valueOf(handshake.peer().type()) + handshake.peer().version();
    }
    return new End(
        handshake.isComplete(), fault, taken, HexFormat.of().formatHex(answer.toByteArray()));
  }

  private static LocalPeer local(int kind) {
    SocketType[] types = SocketType.values();
    LocalPeer local = LocalPeer.of(types[(kind & 7) % types.length]);
    return switch (kind >> 3 & 3) {
      case 1 -> local.withMechanism(new PlainServer(credentials -> Verdict.accept("user")));
      case 2 -> local.withMechanism(new PlainClient("user", "password"));
      case 3 -> local.withIdentity("identity".getBytes(StandardCharsets.US_ASCII));
      default -> local;
    };
  }

  private static void takeOutput(Handshake handshake, ByteArrayOutputStream answer) {
    ByteBuffer out = ByteBuffer.allocate(64);
    while (handshake.hasOutput()) {
      handshake.takeOutput(out.clear());
      answer.write(out.array(), 0, out.position());
    }
  }

  // ------------------------------------------------------------------ the walk over frames

  /** What came of some bytes: messages, commands, and whether they were refused. */
  private record Harvest(List<String> messages, List<String> commands, boolean refused) {}

  /**
   * The first byte says how the rest is cut and where the mark is. Both ingresses must find what a
   * plain decoder finds.
   */
  static void frames(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int kind = input[0] & 0xff;
    byte[] bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
    Harvest expected = decode(bytes);
    int portion = new int[] {1, 3, 17, 255, 2048, 4096, 70_000, Integer.MAX_VALUE}[kind & 7];
    int mark = new int[] {0, 1, 2, 1000}[kind >> 3 & 3];
    for (boolean walks : new boolean[] {true, false}) {
      Harvest found = harvest(bytes, portion, mark, walks);
      if (!found.equals(expected)) {
        throw new AssertionError(
            (walks ? "walked " : "transcribed ") + found + ", not " + expected);
      }
    }
  }

  /** Decodes as the RFC has it, a byte after another. */
  private static Harvest decode(byte[] bytes) {
    List<String> messages = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    long size = 0;
    boolean open = false;
    int at = 0;
    while (true) {
      if (bytes.length - at < 2) {
        return new Harvest(messages, commands, false);
      }
      int flags = bytes[at] & 0xff;
      boolean isLong = (flags & FrameHeader.LONG) != 0;
      int header = isLong ? 9 : 2;
      if (bytes.length - at < header) {
        return new Harvest(messages, commands, false);
      }
      long length = isLong ? ByteBuffer.wrap(bytes).getLong(at + 1) : bytes[at + 1] & 0xff;
      if ((flags & ~(FrameHeader.MORE | FrameHeader.LONG)) != 0) {
        boolean legal =
            flags == FrameHeader.COMMAND || flags == (FrameHeader.COMMAND | FrameHeader.LONG);
        if (!legal || length < 0 || length > Intake.LONGEST_COMMAND) {
          return new Harvest(messages, commands, true);
        }
        if (bytes.length - at - header < length) {
          return new Harvest(messages, commands, false);
        }
        commands.add(hex(bytes, at + header, (int) length));
        at += header + (int) length;
        continue;
      }
      if (length < 0 || length > LIMIT - size) {
        return new Harvest(messages, commands, true);
      }
      if (bytes.length - at - header < length) {
        return new Harvest(messages, commands, false);
      }
      message.append(open ? "|" : "").append(hex(bytes, at + header, (int) length));
      size += length;
      open = (flags & FrameHeader.MORE) != 0;
      at += header + (int) length;
      if (!open) {
        messages.add(message.toString());
        message.setLength(0);
        size = 0;
      }
    }
  }

  private static String hex(byte[] bytes, int from, int length) {
    return HexFormat.of().formatHex(bytes, from, from + length);
  }

  private static Harvest harvest(byte[] bytes, int portion, int mark, boolean walks)
      throws IOException {
    Log log = new Log(new ChunkPool(), mark, Long.MAX_VALUE);
    List<String> commands = new ArrayList<>();
    Ingress.CommandHandler handler =
        (memory, offset, length) -> {
          byte[] body = new byte[length];
          memory.get(offset, body);
          commands.add(HexFormat.of().formatHex(body));
        };
    Ingress ingress =
        walks
            ? new Intake(log, LIMIT, handler)
            : new Transcriber(log, Transcriber.Format.ZMTP_3, LIMIT, handler);
    List<String> messages = new ArrayList<>();
    Portions channel = new Portions(bytes, portion);
    boolean refused = false;
    try {
      while (!channel.isEmpty() || ingress.isMarked()) {
        if (ingress.isMarked()) {
          ingress.walk();
        }
        if (!channel.isEmpty() && !ingress.isMarked() && ingress.hasRoom()) {
          ingress.read(channel);
        }
        drain(log, messages);
      }
    } catch (WireException e) {
      refused = true;
    }
    ingress.finish();
    drain(log, messages);
    return new Harvest(messages, commands, refused);
  }

  private static void drain(Log log, List<String> messages) {
    Incoming frame = new Incoming();
    while (log.hasMessage()) {
      StringBuilder message = new StringBuilder();
      boolean more = true;
      for (int frames = 0; more; frames++) {
        log.read(frame);
        message.append(frames == 0 ? "" : "|").append(HexFormat.of().formatHex(frame.copy()));
        more = frame.more();
        frame.done();
      }
      messages.add(message.toString());
    }
  }

  /** Bytes that come in portions. */
  private static final class Portions implements ReadableByteChannel {
    private final byte[] bytes;
    private final int portion;
    private int at;

    Portions(byte[] bytes, int portion) {
      this.bytes = bytes;
      this.portion = portion;
    }

    boolean isEmpty() {
      return at == bytes.length;
    }

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(portion, Math.min(target.remaining(), bytes.length - at));
      target.put(bytes, at, count);
      at += count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  // ------------------------------------------------------------------ endpoints

  /** Parses, or says in one sentence what is wrong; what is parsed keeps its text. */
  static void endpoint(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (boolean bind : new boolean[] {true, false}) {
      try {
        Endpoint endpoint = bind ? Endpoint.forBind(text) : Endpoint.forConnect(text);
        if (!endpoint.text().equals(text)) {
          throw new AssertionError("'" + text + "' became '" + endpoint.text() + "'");
        }
      } catch (EndpointException e) {
        String message = String.valueOf(e.getMessage());
        if (message.isEmpty() || message.chars().anyMatch(c -> c < ' ')) {
          throw new AssertionError("what is wrong with '" + text + "' is told badly", e);
        }
      }
    }
  }
}
