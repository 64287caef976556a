package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MonitorsTest {
  @Test
  void shouldBeHeardOnlyWhileAMonitorIsOpen() {
    Monitors monitors = new Monitors(over -> {});
    assertFalse(monitors.areHeard());
    EventQueue queue = monitors.open();
    assertTrue(monitors.areHeard());
    monitors.remove(queue);
    assertFalse(monitors.areHeard());
  }
}
