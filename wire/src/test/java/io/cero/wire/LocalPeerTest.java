package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this side may say of itself. */
class LocalPeerTest {
  private final LocalPeer dealer = LocalPeer.of(SocketType.DEALER);

  private void assertRefused(Map<String, byte[]> metadata) {
    assertThrows(IllegalArgumentException.class, () -> dealer.withMetadata(metadata));
  }

  @Test
  void shouldRefuseASocketThatSpeaksNoZmtp() {
    assertThrows(IllegalArgumentException.class, () -> LocalPeer.of(SocketType.STREAM));
  }

  @Test
  void shouldTakeIdentitiesOfUpTo255Octets() {
    assertEquals(255, dealer.withIdentity(Hex.octets("78*255")).identity().length);
    assertEquals(0, dealer.withIdentity(new byte[0]).identity().length);
    assertThrows(IllegalArgumentException.class, () -> dealer.withIdentity(Hex.octets("78*256")));
  }

  @Test
  void shouldRefuseAnIdentityThatStartsWithZero() {
    assertThrows(IllegalArgumentException.class, () -> dealer.withIdentity(new byte[1]));
  }

  @Test
  void shouldNotSeeChangesOfTheArraysItWasGiven() {
    byte[] octets = Hex.octets("'abc'");
    LocalPeer named = dealer.withIdentity(octets).withMetadata(Map.of("X-a", octets));
    octets[0] = 0;
    named.identity()[0] = 0;
    named.metadata().get("X-a")[0] = 0;
    assertArrayEquals(Hex.octets("'abc'"), named.identity());
    assertArrayEquals(Hex.octets("'abc'"), named.metadata().get("X-a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a:b", "Socket-Type", "IDENTITY"})
  void shouldRefuseMetadataNames(String name) {
    assertRefused(Map.of(name, new byte[0]));
  }

  @Test
  void shouldRefuseMetadataThatIsTooLongOrTwiceThere() {
    assertRefused(Map.of("x".repeat(256), new byte[0]));
    assertRefused(Map.of("X-a", new byte[LocalPeer.LARGEST_METADATA - 7]));
    Map<String, byte[]> twice = new LinkedHashMap<>();
    twice.put("X-a", new byte[0]);
    twice.put("x-A", new byte[0]);
    assertRefused(twice);
  }

  @Test
  void shouldTakeTheLargestMetadata() {
    Map<String, byte[]> largest = Map.of("X-a", new byte[LocalPeer.LARGEST_METADATA - 8]);
    assertEquals(1, dealer.withMetadata(largest).metadata().size());
  }

  @Test
  void shouldRefuseCredentialsThatDoNotFit() {
    String longest = "x".repeat(255);
    assertEquals("PLAIN", new PlainClient(longest, longest).name());
    assertThrows(IllegalArgumentException.class, () -> new PlainClient(longest + "x", ""));
    assertThrows(IllegalArgumentException.class, () -> new PlainClient("", longest + "x"));
  }

  @Test
  void shouldKeepThePasswordOutOfText() {
    Credentials credentials = new Credentials(Hex.octets("'ann'"), Hex.octets("'secret'"));
    assertFalse(credentials.toString().contains("secret"));
  }
}
