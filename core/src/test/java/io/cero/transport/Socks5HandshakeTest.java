package io.cero.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.SocksProxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Socks5HandshakeTest {

  private static final SocksProxy OPEN = SocksProxy.at("proxy", 1080);
  private static final SocksProxy LOGIN = OPEN.withUser("ada", "pw");
  private static final String PEER_HOST = "peer.example"; // 12 bytes
  private static final String REQUEST =
      "05 01 00 03 0c 70 65 65 72 2e 65 78 61 6d 70 6c 65 15 b3".replace(" ", "");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static Socks5Handshake start(SocksProxy proxy, String host, @Nullable String literal)
      throws Exception {
    InetAddress address = literal == null ? null : InetAddress.getByName(literal);
    return new Socks5Handshake(proxy, host, address, 5555);
  }

  /** Takes what is to be written, as a channel would. */
  private static String written(Socks5Handshake handshake) {
    byte[] bytes = new byte[handshake.outbound().remaining()];
    handshake.outbound().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void receive(Socks5Handshake handshake, String hex) throws Socks5Exception {
    ByteBuffer bytes = ByteBuffer.wrap(hex(hex));
    handshake.receive(bytes);
    assertFalse(bytes.hasRemaining());
  }

  @Test
  void shouldAskProxyToResolveNameWhenNoLoginIsWanted() throws Exception {
    Socks5Handshake handshake = start(OPEN, PEER_HOST, null);
    assertEquals("050100", written(handshake));
    assertEquals("", written(handshake));
    receive(handshake, "05 00");
    assertEquals(REQUEST, written(handshake));
    assertFalse(handshake.isDone());
    receive(handshake, "05 00 00 01 7f000001 1234");
    assertTrue(handshake.isDone());
    assertEquals("", written(handshake));
  }

  @Test
  void shouldLogInWhenProxyWantsIt() throws Exception {
    Socks5Handshake handshake = start(LOGIN, PEER_HOST, null);
    assertEquals("05020002", written(handshake));
    receive(handshake, "05 02");
    assertEquals("01036164610270 77".replace(" ", ""), written(handshake));
    receive(handshake, "01 00");
    assertEquals(REQUEST, written(handshake));
    receive(handshake, "05 00 00 01 7f000001 1234");
    assertTrue(handshake.isDone());
  }

  @Test
  void shouldNotLogInWhenProxyDoesNotWantIt() throws Exception {
    Socks5Handshake handshake = start(LOGIN, PEER_HOST, null);
    written(handshake);
    receive(handshake, "05 00");
    assertEquals(REQUEST, written(handshake));
  }

  @Test
  void shouldSendAddressWhenTargetIsNumeric() throws Exception {
    Socks5Handshake four = start(OPEN, "192.0.2.1", "192.0.2.1");
    written(four);
    receive(four, "05 00");
    assertEquals("05010001c000020115b3", written(four));
    Socks5Handshake six = start(OPEN, "2001:db8::1", "2001:db8::1");
    written(six);
    receive(six, "05 00");
    assertEquals("0501000420010db800000000000000000000000115b3", written(six));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "05 00 00 01 7f000001 1234",
        "05 00 00 04 00000000000000000000000000000001 1234",
        "05 00 00 03 00 1234",
        "05 00 00 03 05 68656c6c6f 1234"
      })
  void shouldStopAtLastByteWhenPeerFollowsAtOnce(String reply) throws Exception {
    Socks5Handshake handshake = start(LOGIN, PEER_HOST, null);
    ByteBuffer in = ByteBuffer.wrap(hex("05 02 01 00" + reply + "ff 00 ff"));
    handshake.receive(in);
    assertTrue(handshake.isDone());
    assertEquals(3, in.remaining());
    handshake.receive(in);
    assertEquals(3, in.remaining());
  }

  @Test
  void shouldTakeLongestNameWhenReplyHasOne() throws Exception {
    Socks5Handshake handshake = start(OPEN, PEER_HOST, null);
    receive(handshake, "05 00");
    receive(handshake, "05 00 00 03 ff" + "61".repeat(255) + "12");
    assertFalse(handshake.isDone());
    receive(handshake, "34");
    assertTrue(handshake.isDone());
  }

  @Test
  void shouldComeToTheSameEndWhenBytesArriveInAnyPieces() throws Exception {
    byte[] whole = hex("05 02 01 00 05 00 00 03 05 68656c6c6f 1234 ff");
    for (int first = 0; first <= whole.length; first++) {
      for (int second = first; second <= whole.length; second++) {
        Socks5Handshake handshake = start(LOGIN, PEER_HOST, null);
        int left = 0;
        for (int[] piece :
            List.of(
                new int[] {0, first},
                new int[] {first, second},
                new int[] {second, whole.length})) {
          ByteBuffer in = ByteBuffer.wrap(whole, piece[0], piece[1] - piece[0]);
          handshake.receive(in);
          left += in.remaining();
        }
        assertTrue(handshake.isDone());
        assertEquals(1, left);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "01, general failure",
    "02, rules do not allow",
    "03, network unreachable",
    "04, host unreachable",
    "05, connection refused",
    "06, time to live",
    "07, does not support connecting",
    "08, type of address",
    "09, reply 9",
    "ff, reply 255"
  })
  void shouldSayWhyWhenProxyCannotConnect(String reply, String reason) throws Exception {
    Socks5Handshake handshake = start(OPEN, PEER_HOST, null);
    receive(handshake, "05 00");
    Socks5Exception e = assertThrows(Socks5Exception.class, () -> receive(handshake, "05" + reply));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertTrue(e.getMessage().contains("peer.example:5555"), e.getMessage());
    assertFalse(handshake.isDone());
    assertThrows(Socks5Exception.class, () -> receive(handshake, "00"));
  }

  @ParameterizedTest
  @CsvSource({
    "48545450, does not speak SOCKS5", // HTTP
    "04, does not speak SOCKS5",
    "05ff, set a user name",
    "0502, set a user name",
    "0501, not offered",
    "050004, does not speak SOCKS5",
    "0500050000 05, unknown address type"
  })
  void shouldSayWhatIsWrongWhenWithoutLogin(String bytes, String reason) throws Exception {
    Socks5Handshake handshake = start(OPEN, PEER_HOST, null);
    ByteBuffer in = ByteBuffer.wrap(hex(bytes + "00"));
    Socks5Exception e = assertThrows(Socks5Exception.class, () -> handshake.receive(in));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"05ff, neither", "05020500, not RFC 1929", "05020101, does not accept the user name"})
  void shouldSayWhatIsWrongWhenWithLogin(String bytes, String reason) throws Exception {
    Socks5Handshake handshake = start(LOGIN, PEER_HOST, null);
    Socks5Exception e = assertThrows(Socks5Exception.class, () -> receive(handshake, bytes));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertFalse(e.getMessage().contains("pw"), "the password is nobody's business");
  }

  @Test
  void shouldRefuseWhenNameIsTooLongForProtocol() {
    assertThrows(IllegalArgumentException.class, () -> start(OPEN, "x".repeat(256), null));
  }

  @Test
  void shouldThrowNothingElseWhenProxyTalksAtRandom() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      Socks5Handshake handshake = start(random.nextBoolean() ? OPEN : LOGIN, PEER_HOST, null);
      byte[] bytes = new byte[400];
      random.nextBytes(bytes);
      for (int i = 0; i < 8; i++) {
        bytes[i] = (byte) new int[] {5, 0, 5, 0, 0, 3, 2, 1}[random.nextInt(8)];
      }
      try {
        handshake.receive(ByteBuffer.wrap(bytes));
        assertTrue(handshake.isDone(), "seed " + seed);
      } catch (Socks5Exception expected) {
        assertFalse(handshake.isDone(), "seed " + seed);
      } catch (RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
  }
}
