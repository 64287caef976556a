package io.cero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoutingIdTest {
  @Test
  void shouldBeTextOrHexWhenShown() {
    assertEquals("PEER2", RoutingId.of("PEER2").toString());
    assertEquals("006B8B4567", RoutingId.ofUnsignedInt(0x6B8B4567).toString());
    assertEquals("00FFFFFFFF", RoutingId.ofUnsignedInt(-1).toString());
    assertEquals("x".repeat(255), RoutingId.of("x".repeat(255)).toString());
    assertEquals("00".repeat(255), RoutingId.of(new byte[255]).toString());
  }

  @Test
  void shouldRefuseWhenThereAreNoBytesOrTooMany() {
    assertEquals(
        "a routing id has 1 to 255 bytes, and this has 0",
        assertThrows(IllegalArgumentException.class, () -> RoutingId.of("")).getMessage());
    assertEquals(
        "a routing id has 1 to 255 bytes, and this has 256",
        assertThrows(IllegalArgumentException.class, () -> RoutingId.of(new byte[256]))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> RoutingId.of(Frame.of(new byte[256])));
    assertThrows(IllegalArgumentException.class, () -> RoutingId.of(Frame.empty()));
  }

  @Test
  void shouldBeAValueWhenCompared() {
    byte[] given = {'a'};
    RoutingId id = RoutingId.of(given);
    given[0] = 'b';
    id.toByteArray()[0] = 'b';
    assertEquals(RoutingId.of("a"), id);
    assertEquals(RoutingId.of("a").hashCode(), id.hashCode());
    assertEquals(id, RoutingId.of(id.toFrame()));
    assertArrayEquals(new byte[] {'a'}, id.toByteArray());
    assertNotEquals(RoutingId.of("b"), id);
    assertTrue(RoutingId.of(new byte[] {1}).compareTo(RoutingId.of(new byte[] {-1})) < 0);
  }

  @Test
  void shouldTellGeneratedOnesWhenTheFirstByteIsZero() {
    assertTrue(RoutingId.ofUnsignedInt(1).isGenerated());
    assertEquals(5, RoutingId.ofUnsignedInt(1).size());
    assertFalse(RoutingId.of("a").isGenerated());
  }
}
