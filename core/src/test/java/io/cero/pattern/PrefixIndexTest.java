package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixIndexTest {
  private final PrefixIndex<Object> index = new PrefixIndex<>();

  @Test
  void shouldTellBytesThatAreAllZeroFromNone() {
    assertFalse(index.contains(0));
    index.add(0, "zero");
    assertTrue(index.contains(0));
    assertEquals("zero", index.get(0));
    assertFalse(index.contains(1));
    index.remove(0);
    assertTrue(index.isEmpty());
  }

  @Test
  void shouldGiveMemoryBackWhenMostHaveGone() {
    for (int i = 1; i <= 100_000; i++) {
      index.add(i, "node " + i);
    }
    for (int i = 1; i <= 99_990; i++) {
      index.remove(i);
    }
    assertTrue(index.capacity() <= 128, () -> index.capacity() + " places for 10");
    for (int i = 99_991; i <= 100_000; i++) {
      assertEquals("node " + i, index.get(i));
    }
  }

  @Test
  void shouldAgreeWithAMapWhenChangedAtRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      Map<Long, Object> model = new HashMap<>();
      int range = 1 << 1 + random.nextInt(14); // from crowded to spread
      long step = random.nextBoolean() ? 1 : random.nextLong() | 1;
      for (int i = 0; i < 20_000; i++) {
        long key = random.nextInt(range) * step;
        if (model.containsKey(key) && random.nextInt(3) > 0) {
          model.remove(key);
          index.remove(key);
        } else if (!model.containsKey(key)) {
          Object node = new Object();
          model.put(key, node);
          index.add(key, node);
        }
        long other = random.nextInt(range) * step;
        assertEquals(model.containsKey(other), index.contains(other), "seed " + seed);
      }
      assertEquals(model.isEmpty(), index.isEmpty(), "seed " + seed);
      for (long key : model.keySet()) {
        assertSame(model.get(key), index.get(key), "seed " + seed);
        index.remove(key);
      }
      assertTrue(index.isEmpty(), "seed " + seed);
    }
  }
}
