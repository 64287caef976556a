package io.cero.benchmarks.programs;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Bytes over a blocking TCP channel, no more: ENDPOINT SIZE COUNT ROUNDS. As many bytes as COUNT
 * messages of SIZE have are written and read with each buffer size, in each round; a round's rate
 * is the one of its best buffer size.
 */
public final class RawPrograms {
  private static final int[] BUFFERS = {64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20};

  private RawPrograms() {}

  /** Runs the program that the first word names. */
  public static void main(String[] words) throws Exception {
    String program = Words.program(words);
    String[] arguments = Words.arguments(words);
    switch (program) {
      case "pull" -> pull(arguments);
      case "push" -> push(arguments);
      default -> Words.refuse(program);
    }
    System.out.flush();
  }

  private static long total(String[] arguments) {
    return Long.parseLong(arguments[1]) * Long.parseLong(arguments[2]) / BUFFERS.length;
  }

  private static void pull(String[] arguments) throws IOException {
    long total = total(arguments);
    int times = Integer.parseInt(arguments[3]);
    double[] rates = new double[times];
    double[] best = new double[times];
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Output.ready("tcp://127.0.0.1:" + listener.socket().getLocalPort());
      try (SocketChannel channel = listener.accept()) {
        for (int round = 0; round < times; round++) {
          for (int size : BUFFERS) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(size);
            long began = System.nanoTime();
            for (long left = total; left > 0; ) {
              buffer.clear();
              buffer.limit((int) Math.min(size, left));
              int count = channel.read(buffer);
              if (count < 0) {
                throw new EOFException();
              }
              left -= count;
            }
            double rate =
                total / ((System.nanoTime() - began) / 1e9) / Long.parseLong(arguments[1]);
            if (rate > rates[round]) {
              rates[round] = rate;
              best[round] = size;
            }
          }
        }
      }
    }
    for (int round = 0; round < times; round++) {
      Output.say("rate", round, rates[round]);
      Output.say("buffer", round, best[round]);
    }
  }

  private static void push(String[] arguments) throws IOException {
    long total = total(arguments);
    int port = Integer.parseInt(arguments[0].substring(arguments[0].lastIndexOf(':') + 1));
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        for (int size : BUFFERS) {
          ByteBuffer buffer = ByteBuffer.allocateDirect(size);
          for (long left = total; left > 0; ) {
            buffer.clear();
            buffer.limit((int) Math.min(size, left));
            left -= channel.write(buffer);
          }
        }
      }
      Output.hold();
    }
  }
}
