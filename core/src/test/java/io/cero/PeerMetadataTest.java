package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerMetadataTest {
  private static PeerMetadata of(Map<String, String> properties) {
    return new PeerMetadata("", Optional.empty(), Optional.empty(), Optional.empty(), properties);
  }

  @Test
  void shouldFindPropertiesInAnyCase() {
    PeerMetadata metadata = of(Map.of("Socket-Type", "DEALER"));
    assertEquals(Optional.of("DEALER"), metadata.property("socket-TYPE"));
    assertEquals(Optional.empty(), metadata.property("Identity"));
    assertEquals(Map.of("Socket-Type", "DEALER"), metadata.properties());
  }

  @Test
  void shouldNotChangeWhenTheGivenPropertiesDo() {
    Map<String, String> properties = new HashMap<>(Map.of("X-Name", "one"));
    PeerMetadata metadata = of(properties);
    properties.put("X-Name", "two");
    assertEquals(Optional.of("one"), metadata.property("X-Name"));
    assertThrows(
        UnsupportedOperationException.class, () -> metadata.properties().put("X-Name", "two"));
    assertThrows(UnsupportedOperationException.class, () -> metadata.properties().clear());
  }

  @Test
  void shouldBeEqualWhenThePropertiesAre() {
    assertEquals(of(Map.of("X-Name", "one")), of(Map.of("X-Name", "one")));
    assertEquals(of(Map.of("X-Name", "one")).hashCode(), of(Map.of("X-Name", "one")).hashCode());
  }

  @Test
  void shouldShareThePropertiesOfPeersWhoSayTheSame() {
    try (Context context = Context.create()) {
      RouterSocket router = context.router();
      SocketMonitor monitor = router.monitor();
      String endpoint = router.bind("tcp://127.0.0.1:*");
      final Map<String, String> first = join(context.dealer(), endpoint, monitor);
      final Map<String, String> second = join(context.dealer(), endpoint, monitor);
      DealerSocket named = context.dealer(o -> o.property("X-Name", "one"));
      final Map<String, String> third = join(named, endpoint, monitor);
      assertEquals("DEALER", first.get("Socket-Type"));
      assertSame(first, second);
      assertNotSame(second, third);
      assertEquals("one", third.get("x-name"));
    }
  }

  private static Map<String, String> join(
      DealerSocket dealer, String endpoint, SocketMonitor monitor) {
    dealer.connect(endpoint);
    while (true) {
      SocketEvent event = monitor.next(Duration.ofSeconds(30)).orElseThrow();
      if (event instanceof SocketEvent.HandshakeSucceeded done) {
        return done.peer().properties();
      }
    }
  }
}
