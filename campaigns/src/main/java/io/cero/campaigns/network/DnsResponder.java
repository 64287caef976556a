package io.cero.campaigns.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A name server of a campaign's own (RFC 1035, section 4): answers A and AAAA questions as it is
 * told to, and as late; names that it does not know do not exist.
 */
final class DnsResponder implements AutoCloseable {
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int HEADER = 12;
  private static final int ANSWER = 0x8580; // a response, authoritative, recursion available
  private static final int NO_SUCH_NAME = 3;

  private record Answer(long delayMillis, List<InetAddress> addresses) {}

  private final DatagramSocket socket;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> questions = new ConcurrentHashMap<>();
  private final ScheduledExecutorService late =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "late answers");
            thread.setDaemon(true);
            return thread;
          });

  /** Answers on a port of the loopback address. */
  DnsResponder(int port) throws IOException {
    socket = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(this::serve, "names");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says what a name stands for from now on, and after how many milliseconds it is answered. */
  void answer(String name, long delayMillis, List<String> addresses) throws IOException {
    List<InetAddress> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(InetAddress.getByName(address));
    }
    answers.put(name.toLowerCase(Locale.ROOT), new Answer(delayMillis, parsed));
  }

  /** How often a name was asked for. */
  long asked(String name) {
    LongAdder count = questions.get(name.toLowerCase(Locale.ROOT));
    return count == null ? 0 : count.sum();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    byte[] bytes = new byte[1500];
    DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
    try {
      while (true) {
        packet.setLength(bytes.length);
        socket.receive(packet);
        question(ByteBuffer.wrap(bytes.clone(), 0, packet.getLength()), packet.getSocketAddress());
      }
    } catch (IOException closed) {
      // That is the end.
    }
  }

  private void question(ByteBuffer packet, SocketAddress from) throws IOException {
    if (packet.remaining() < HEADER) {
      return;
    }
    int end = HEADER;
    StringBuilder name = new StringBuilder();
    while (end < packet.limit() && packet.get(end) > 0) {
      int length = packet.get(end);
      if (end + 1 + length + 5 > packet.limit()) {
        return;
      }
      name.append(name.length() == 0 ? "" : ".");
      name.append(
          new String(packet.array(), end + 1, length, StandardCharsets.US_ASCII)
              .toLowerCase(Locale.ROOT));
      end += 1 + length;
    }
    int type = packet.getShort(end + 1);
    end += 5;
    questions.computeIfAbsent(name.toString(), n -> new LongAdder()).increment();
    Answer answer = answers.get(name.toString());
    byte[] response = response(packet, end, type, answer);
    if (answer == null || answer.delayMillis == 0) {
      socket.send(new DatagramPacket(response, response.length, from));
    } else {
      late.schedule(
          () -> {
            socket.send(new DatagramPacket(response, response.length, from));
            return null;
          },
          answer.delayMillis,
          TimeUnit.MILLISECONDS);
    }
  }

  private static byte[] response(
      ByteBuffer packet,
      int endOfQuestion,
      int type,
      @org.jspecify.annotations.Nullable Answer answer) {
    List<byte[]> records = new ArrayList<>();
    if (answer != null) {
      for (InetAddress address : answer.addresses) {
        boolean six = address instanceof Inet6Address;
        if (type == (six ? AAAA : A)) {
          records.add(address.getAddress());
        }
      }
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putShort(packet.getShort(0));
    header.putShort((short) (ANSWER | (answer == null ? NO_SUCH_NAME : 0)));
    header.putShort((short) 1).putShort((short) records.size());
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    response.writeBytes(header.array());
    response.write(packet.array(), HEADER, endOfQuestion - HEADER);
    for (byte[] record : records) {
      ByteBuffer fixed = ByteBuffer.allocate(12);
      fixed.putShort((short) (0xC000 | HEADER)); // the name of the question
      fixed.putShort((short) type).putShort((short) 1).putInt(0).putShort((short) record.length);
      response.writeBytes(fixed.array());
      response.writeBytes(record);
    }
    return response.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
    late.shutdownNow();
  }
}
