package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.wire.WireException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Peers that send anything: nothing but a {@link WireException} may come of it. */
class HostilePeerTest {
  private static final int ROUNDS = 20_000;

  @Test
  void shouldSurviveRandomOctets() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] octets = new byte[random.nextInt(200)];
      random.nextBytes(octets);
      if (octets.length > 0 && random.nextBoolean()) {
        octets[0] = Greeting.FIRST;
      }
      feed(seed, round, local(random), octets, random);
    }
  }

  @Test
  void shouldSurviveExchangesWithChangedOctets() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<RecordedExchange> exchanges = RecordedExchanges.successful();
    for (int round = 0; round < ROUNDS; round++) {
      RecordedExchange exchange = exchanges.get(random.nextInt(exchanges.size()));
      byte[] octets = exchange.input();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      feed(seed, round, exchange.local(), octets, random);
    }
  }

  @Test
  void shouldSurviveRandomCommandBodies() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> names = List.of("PING", "PONG", "SUBSCRIBE", "CANCEL", "ERROR", "X");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      byte[] body = CommandBody.of(names.get(random.nextInt(names.size())), data);
      int length = random.nextInt(body.length + 1);
      try {
        Commands.parse(ByteBuffer.wrap(body), 0, length);
      } catch (WireException refusal) {
        assertPrintable(refusal);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private static LocalPeer local(Random random) {
    return random.nextBoolean() ? RecordedExchanges.plainServer() : LocalPeer.of(SocketType.ROUTER);
  }

  private static void feed(long seed, int round, LocalPeer local, byte[] octets, Random random) {
    Handshake handshake = new Handshake(local);
    ByteBuffer all = ByteBuffer.wrap(octets);
    try {
      while (all.hasRemaining() && !handshake.isComplete()) {
        ByteBuffer piece = all.slice();
        piece.limit(1 + random.nextInt(piece.remaining()));
        handshake.receive(piece);
        all.position(all.position() + piece.position());
      }
    } catch (WireException refusal) {
      assertPrintable(refusal);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", round " + round, e);
    }
  }

  private static void assertPrintable(WireException refusal) {
    String message = refusal.getMessage();
    assertTrue(message.chars().allMatch(Printable::isPrintable), message);
  }

  /** A mechanism that never has enough. */
  private static final class Endless implements Mechanism, Mechanism.Exchange {
    private int heard;

    @Override
    public String name() {
      return "ENDLESS";
    }

    @Override
    public boolean asServer() {
      return false;
    }

    @Override
    public Exchange begin(Metadata metadata) {
      return this;
    }

    @Override
    public byte @Nullable [] next() {
      return null;
    }

    @Override
    public void receive(byte[] body) {
      heard++;
    }

    @Override
    public boolean isComplete() {
      return false;
    }
  }

  @Test
  void shouldEndWhenCommandsDoNotEnd() throws WireException {
    Endless mechanism = new Endless();
    Handshake handshake = new Handshake(LocalPeer.of(SocketType.PULL).withMechanism(mechanism));
    handshake.receive(
        ByteBuffer.wrap(Hex.octets(RecordedExchanges.SIGNATURE + "03 01 'ENDLESS' 00*45")));
    byte[] command = Hex.octets("04 06 05 'AGAIN'");
    int allowed = Handshake.LARGEST_INPUT / command.length;
    for (int i = 0; i < allowed; i++) {
      handshake.receive(ByteBuffer.wrap(command));
    }
    assertEquals(allowed, mechanism.heard);
    WireException refusal =
        assertThrows(WireException.class, () -> handshake.receive(ByteBuffer.wrap(command)));
    assertEquals(Reason.FRAME_TOO_LARGE, refusal.reason());
  }

  @Test
  void shouldTakeTheLargestCommandAndNoLarger() throws WireException {
    int largest = Handshake.LARGEST_INPUT - FrameHeader.MAX_SIZE;
    byte[] padding = new byte[largest - 6 - 8];
    byte[] property = CommandBody.of("X-a", ByteBuffer.allocate(4).putInt(padding.length).array());
    byte[] body = CommandBody.of("READY", property, padding);
    assertEquals(largest, body.length);

    Handshake handshake = new Handshake(LocalPeer.of(SocketType.PULL));
    handshake.receive(
        ByteBuffer.wrap(
            Hex.octets(RecordedExchanges.SIGNATURE + "03 " + RecordedExchanges.REST_NULL)));
    assertFalse(handshake.isComplete());
    handshake.receive(ByteBuffer.wrap(Commands.frame(FrameHeader.COMMAND, body)));
    assertTrue(handshake.isComplete());
    assertEquals(padding.length, handshake.peer().properties().get("x-a").length);
  }
}
