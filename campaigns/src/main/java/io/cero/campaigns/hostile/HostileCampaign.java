package io.cero.campaigns.hostile;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Hostile greetings, commands and lengths against live listeners of four types, each over a
 * connection of its own: no thread dies, an honest pair goes on, and memory does not grow. Now and
 * then many connections at once announce more than there is memory, and keep quiet.
 */
public final class HostileCampaign implements Campaign {
  private static final int BETWEEN_EXCHANGES = 100;
  private static final int BETWEEN_CROWDS = 100_000;
  private static final int CROWD = 500;

  /** What one connection may hold beyond what it has sent, while that is less than a chunk. */
  private static final long CAP = 32 << 10;

  /** What all of it may hold at the end beyond the beginning: chunks that are kept for later. */
  private static final long KEPT = 16 << 20;

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String summary() {
    return "hostile greetings, commands and lengths against live listeners; memory stays bounded";
  }

  @Override
  public long usualRounds() {
    return 1_000_000;
  }

  @Override
  public void run(Course course) throws Exception {
    try (FuzzListener besieged = new FuzzListener()) {
      long before = -1;
      while (course.next()) {
        byte[] bytes = HostileBytes.of(course.random());
        besieged.attack(bytes);
        course.count("bytes sent", bytes.length - 1);
        if (course.begun() % BETWEEN_EXCHANGES == 0) {
          besieged.exchange();
        }
        if (course.begun() == 1_000) {
          before = used();
        }
        if (course.begun() % BETWEEN_CROWDS == 1_000) {
          crowd(course, besieged);
        }
      }
      besieged.exchange();
      if (before >= 0) {
        long grown = used() - before;
        course.fact("bytes held at the end beyond the beginning", String.format("%,d", grown));
        if (grown > KEPT) {
          throw new AssertionError("memory grew by " + grown + " bytes");
        }
      }
    }
  }

  /** Connections that announce 2^40 bytes and send a few. */
  private static void crowd(Course course, FuzzListener besieged) throws IOException {
    besieged.exchange();
    List<Socket> crowd = new ArrayList<>();
    final long before = used();
    long sent = 0;
    try {
      for (int i = 0; i < CROWD; i++) {
        Socket each = besieged.connect(4 * (i % 60)); // a PULL, whose messages have no limit
        crowd.add(each);
        byte[] words = announcement(i);
        each.getOutputStream().write(words);
        sent += words.length;
        byte[] greeting = new byte[64];
        each.setSoTimeout(20_000);
        each.getInputStream().readNBytes(greeting, 0, greeting.length);
      }
      besieged.exchange();
      long each = (used() - before - sent) / CROWD;
      course.most("bytes held for a connection that announces 2^40", each);
      if (each > CAP) {
        throw new AssertionError(each + " bytes for each connection, beyond what it sent");
      }
    } finally {
      for (Socket each : crowd) {
        each.close();
      }
    }
  }

  private static byte[] announcement(int number) {
    byte[] handshake = HonestBytes.handshake("PUSH");
    ByteBuffer words = ByteBuffer.allocate(handshake.length + 9 + number);
    words.put(handshake).put((byte) (2 | number & 1)).putLong(1L << 40);
    return words.array();
  }

  private static long used() {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      heap += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
    }
    return heap;
  }
}
