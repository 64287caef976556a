package io.cero.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cero.FreshOptions;
import io.cero.Heartbeat;
import io.cero.SocketEvent;
import io.cero.transport.BindEndpoint;
import io.cero.transport.BoundChannel;
import io.cero.transport.Endpoint;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The time in which nothing of ours was run is no silence of the peer's. */
class HeldUpHeartbeatTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  @Test
  void shouldKeepAPeerThatSpeaksOnlyAfterWeWereHeldUp() throws Exception {
    try (Rig rig = new Rig()) {
      Profile profile = rig.profile(FreshOptions.req().heartbeat(Heartbeat.every(INTERVAL)));
      BindEndpoint endpoint = (BindEndpoint) Endpoint.forBind("tcp://127.0.0.1:*");
      BoundChannel bound = endpoint.bind(profile.transport);
      Listener listener = new Listener(profile, bound);
      listener.start();
      try (RawClient peer = RawClient.connect(listener.endpoint())) {
        rig.reactor.execute(() -> holdUpOnceConnected(rig, peer));
        peer.handshake("REP");
        String frame;
        do {
          frame = new String(peer.readFrame(), ISO_8859_1);
        } while (!frame.contains("PONG"));
      } finally {
        listener.close();
      }
    }
  }

  /** Has the reactor stand still for longer than a peer may be silent. */
  private static void holdUpOnceConnected(Rig rig, RawClient peer) {
    if (rig.events.stream().noneMatch(SocketEvent.HandshakeSucceeded.class::isInstance)) {
      rig.reactor.execute(() -> holdUpOnceConnected(rig, peer));
      return;
    }
    long end = System.nanoTime() + 4 * INTERVAL.toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    // Run after the timers that are due by now.
    rig.reactor.execute(() -> peer.write(Zmtp.ping(0, Zmtp.text("word"))));
  }
}
