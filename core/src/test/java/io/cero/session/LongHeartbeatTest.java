package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Heartbeat;
import io.cero.SocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Heartbeats whose times are longer together than a clock can tell. */
class LongHeartbeatTest {
  private static final int TEN_SECONDS = 100;

  @Test
  void shouldKeepAPeerThatSaysHowLongItIsSilentWhenOurTimesAreForever() {
    Heartbeat forever = new Heartbeat(SocketOptions.FOREVER, SocketOptions.FOREVER, Duration.ZERO);
    try (Siege siege = new Siege(o -> o.heartbeat(forever));
        RawClient peer = siege.established()) {
      byte[] word = Zmtp.text("word");
      peer.write(Zmtp.ping(TEN_SECONDS, word));
      byte[] pong = peer.readFrame();
      assertEquals(4, pong[0]);
      siege.exchange(); // whatever the PING has set off comes before this
      siege.exchange();
      peer.write(Zmtp.message("still there"));
      assertEquals("still there", siege.receive().text());
    }
  }
}
