package io.cero.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodiesTest {

  @Test
  void shouldMakeTheSameBodyWhenTheSeedIsTheSame() {
    for (int size : new int[] {0, 1, 31, 32, 33, 65535, 65536, 65537, 200_003}) {
      assertEquals(size, Bodies.generate(7, size).length);
      assertArrayEquals(Bodies.generate(7, size), Bodies.generate(7, size));
    }
    assertFalse(Arrays.equals(Bodies.generate(7, 8), Bodies.generate(8, 8)));
  }

  @Test
  void shouldNumberTheBlocksWhenThereAreSeveral() {
    byte[] body = Bodies.generate(7, 3 * 65536);
    assertEquals(1, body[65536 + 7]);
    assertEquals(2, body[2 * 65536 + 7]);
    assertArrayEquals(
        Arrays.copyOfRange(body, 8, 65536), Arrays.copyOfRange(body, 65536 + 8, 2 * 65536));
  }

  @Test
  void shouldTellTalliesApartWhenOnlyTheFramingDiffers() {
    byte[] empty = {};
    byte[] one = {1};
    Tally together = Tally.of(List.of(List.of(one, empty)));
    Tally apart = Tally.of(List.of(List.of(one), List.of(empty)));
    assertNotEquals(together.sha256(), apart.sha256());
    assertEquals(new Tally(1, 1, together.sha256()), together);
  }
}
