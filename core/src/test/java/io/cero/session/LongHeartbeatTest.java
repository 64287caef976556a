package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.DisconnectReason;
import io.cero.Heartbeat;
import io.cero.SocketOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Heartbeats whose times are longer together than a clock can tell. */
class LongHeartbeatTest {
  private static final int TENTH_OF_A_SECOND = 1;

  @Test
  void shouldWaitAsLongAsAPeerSaysWhenOurOwnTimesAreForever() {
    Heartbeat forever = new Heartbeat(SocketOptions.FOREVER, SocketOptions.FOREVER, Duration.ZERO);
    try (Siege siege = new Siege(o -> o.heartbeat(forever));
        RawClient peer = siege.established()) {
      peer.write(Zmtp.ping(TENTH_OF_A_SECOND, Zmtp.text("word")));
      byte[] pong = peer.readFrame();
      assertEquals(4, pong[0]);
      siege.disconnected(peer, DisconnectReason.HEARTBEAT_TIMEOUT);
    }
  }
}
