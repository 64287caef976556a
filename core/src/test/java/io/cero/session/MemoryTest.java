package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.SocketEvent;
import io.cero.pipe.Intake;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What connections cost that announce much and send little. */
class MemoryTest {
  private static final int CONNECTIONS = 1_000;

  /** The stated cap: what one connection may hold beyond what it has sent. */
  private static final long CAP = 32 << 10;

  @Test
  void shouldNotAllocateOnTheStrengthOfALength() throws ReflectiveOperationException {
    try (Siege siege = new Siege()) {
      int sockets = Siege.sockets();
      List<RawClient> attackers = new ArrayList<>();
      final long before = used();
      for (int i = 0; i < CONNECTIONS; i++) {
        RawClient attacker = siege.attacker();
        attackers.add(attacker);
        attacker.write(
            Zmtp.handshake("PUSH"), Zmtp.longHeader(i & 1, 1L << 40), new byte[i & 1023]);
        attacker.read(Zmtp.GREETING_SIZE);
        attacker.readFrame();
        attacker.write(new byte[100]);
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        siege.event(e -> e instanceof SocketEvent.HandshakeSucceeded);
      }
      siege.exchange();
      long each = (used() - before) / CONNECTIONS;
      assertTrue(each <= CAP, each + " bytes for each connection");
      for (RawClient attacker : attackers) {
        attacker.close();
      }
      for (int i = 0; i < CONNECTIONS; i++) {
        siege.event(SocketEvent.Disconnected.class::isInstance);
      }
      siege.assertUnharmed(sockets);
    }
  }

  @Test
  void shouldGiveMemoryToALongBodyOnlyAsItArrives() throws ReflectiveOperationException {
    int sent = 8 << 10; // more than the chunk that every connection has
    int connections = 20;
    try (Siege siege = new Siege()) {
      List<RawClient> attackers = new ArrayList<>();
      final long before = used();
      for (int i = 0; i < connections; i++) {
        RawClient attacker = siege.attacker();
        attackers.add(attacker);
        attacker.write(Zmtp.handshake("PUSH"), Zmtp.longHeader(0, 1L << 40), new byte[sent]);
        attacker.read(Zmtp.GREETING_SIZE);
        attacker.readFrame();
        attacker.write(new byte[100]);
      }
      for (int i = 0; i < connections; i++) {
        siege.event(e -> e instanceof SocketEvent.HandshakeSucceeded);
      }
      siege.exchange();
      long each = (used() - before) / connections;
      assertTrue(each <= Intake.FIRST_PART + 2 * sent + CAP, each + " bytes for each connection");
      for (RawClient attacker : attackers) {
        attacker.close();
      }
    }
  }

  @Test
  void shouldNotKeepAnswersWithoutEndWhenThePeerReadsNone() throws ReflectiveOperationException {
    try (Siege siege = new Siege();
        RawClient attacker = siege.established()) {
      byte[] pings = Zmtp.repeat(Zmtp.ping(0, new byte[16]), 1_000);
      final long before = used();
      for (int i = 0; i < 1_000; i++) {
        attacker.write(pings);
      }
      attacker.write(Zmtp.message("after the flood"));
      assertEquals("after the flood", siege.receive().text());
      long held = used() - before;
      assertTrue(held <= 8 << 20, "a million PINGs left " + held + " bytes");
      siege.assertUnharmed();
    }
  }

  private static long used() throws ReflectiveOperationException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    return heap + direct();
  }

  /** Direct memory, by reflection because no module of ours reads the platform's. */
  private static long direct() throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.lang.management.BufferPoolMXBean");
    Method beans =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getPlatformMXBeans", Class.class);
    long used = 0;
    for (Object bean : (List<?>) beans.invoke(null, type)) {
      if (type.getMethod("getName").invoke(bean).equals("direct")) {
        used += (long) type.getMethod("getMemoryUsed").invoke(bean);
      }
    }
    return used;
  }
}
