package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ContextOptionsTest {
  @Test
  void shouldHaveTheStatedDefaultsWhenNothingIsSet() {
    ContextOptions options = new ContextOptions();
    assertEquals(1, options.ioThreads());
    assertEquals(0, options.maximumSockets());
    assertEquals("cero", options.threadNamePrefix());
    assertEquals(Duration.ofSeconds(1), options.linger());
    assertEquals(-1, options.maximumMessageSize());
    assertFalse(options.ipv6());
  }

  @Test
  void shouldReadValuesBackWhenSet() {
    ContextOptions options =
        new ContextOptions()
            .ioThreads(2)
            .maximumSockets(10)
            .threadNamePrefix("broker")
            .linger(Duration.ZERO)
            .maximumMessageSize(1_024)
            .ipv6(true);
    assertEquals(2, options.ioThreads());
    assertEquals(10, options.maximumSockets());
    assertEquals("broker", options.threadNamePrefix());
    assertEquals(Duration.ZERO, options.linger());
    assertEquals(1_024, options.maximumMessageSize());
    assertTrue(options.ipv6());
  }

  @Test
  void shouldNameTheOptionTheValueAndTheRangeWhenAValueIsRefused() {
    ContextOptions options = new ContextOptions();
    refused("ioThreads: -1 is not within 0 to 256", () -> options.ioThreads(-1));
    refused("ioThreads: 257 is not within 0 to 256", () -> options.ioThreads(257));
    refused(
        "maximumSockets: -1 is less than 0 (0 sets no limit)", () -> options.maximumSockets(-1));
    refused(
        "threadNamePrefix: it has 0 bytes of UTF-8; 1 to 255 are allowed",
        () -> options.threadNamePrefix(""));
    refused(
        "linger: PT-1S is negative; give zero or more",
        () -> options.linger(Duration.ofSeconds(-1)));
    refused(
        "maximumMessageSize: -2 is less than -1 (bytes, or -1 for no limit)",
        () -> options.maximumMessageSize(-2));
  }

  @Test
  void shouldRefuseEverySetterWhenTheContextIsMade() {
    ContextOptions options = new ContextOptions().freeze();
    List<Executable> setters =
        List.of(
            () -> options.ioThreads(2),
            () -> options.maximumSockets(10),
            () -> options.threadNamePrefix("broker"),
            () -> options.linger(Duration.ZERO),
            () -> options.maximumMessageSize(1_024),
            () -> options.ipv6(true));
    for (Executable setter : setters) {
      String message = assertThrows(OptionException.class, setter).getMessage();
      assertTrue(message.endsWith(": it is given when the context is made, not later"), message);
    }
    assertEquals(1, options.ioThreads());
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(OptionException.class, call).getMessage());
  }
}
