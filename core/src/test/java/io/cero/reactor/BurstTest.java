package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BurstTest {
  @Test
  void shouldEndWhenALookThrows() {
    Burst burst =
        new Burst() {
          @Override
          protected long messages() {
            return 1;
          }

          @Override
          protected long flushes() {
            return 0;
          }

          @Override
          public void flush() {
            throw new IllegalStateException();
          }
        };
    burst.burst(true);

    assertThrows(IllegalStateException.class, burst::onLook);
    assertFalse(burst.isBurst());
  }
}
