package io.cero.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeerProcessTest {

  @ParameterizedTest
  @EnumSource(names = {"PYTHON", "NODE"})
  void shouldFailWhatIsUnderWayWhenKilledAndServeAgainWhenRestarted(PeerKind kind) {
    try (Peer client = Peers.require(PeerKind.PYTHON);
        PeerSocket req = client.open("REQ", Map.of("REQ_RELAXED", true, "RECONNECT_IVL", 10))) {
      String endpoint;
      try (ProcessPeer service = Peers.requireProcess(kind)) {
        PeerSocket rep = service.open("REP");
        endpoint = rep.bind("tcp://127.0.0.1:*");
        req.connect(endpoint);
        CompletableFuture<Tally> echo = rep.startEcho(1000);
        req.ask(3, 10, 1);
        service.kill();
        assertFalse(service.isAlive());
        PeerException dead = assertThrows(PeerException.class, () -> PeerException.await(echo));
        assertTrue(dead.getMessage().contains("died with exit code 137"), dead.getMessage());
        assertThrows(PeerException.class, () -> rep.send(new byte[1]));
      }
      try (ProcessPeer service = Peers.requireProcess(kind)) {
        PeerSocket rep = service.open("REP");
        assertEquals(endpoint, rep.bind(endpoint));
        CompletableFuture<Tally> echo = rep.startEcho(3);
        assertEquals(Tally.ofGenerated(3, 10, 1), req.ask(3, 10, 1));
        assertEquals(3, PeerException.await(echo).messages());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PYTHON", "NODE"})
  void shouldEndTheProcessWhenClosedWhileFrozen(PeerKind kind) {
    ProcessPeer peer = Peers.requireProcess(kind);
    try (peer) {
      peer.freeze();
      assertTrue(peer.isAlive());
    }
    assertFalse(peer.isAlive());
  }

  @ParameterizedTest
  @EnumSource(names = {"PYTHON", "NODE"})
  void shouldRecordEventsWhenMonitored(PeerKind kind) {
    try (Peer peer = Peers.require(kind);
        PeerSocket pull = peer.open("PULL")) {
      pull.monitor();
      String endpoint = pull.bind("tcp://127.0.0.1:*");
      try (PeerSocket push = peer.open("PUSH")) {
        push.connect(endpoint);
        assertEquals("HANDSHAKE_SUCCEEDED", pull.awaitEvent("HANDSHAKE_SUCCEEDED").name());
      }
      pull.awaitEvent("DISCONNECTED");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhyWhenRefused(PeerKind kind) {
    try (Peer peer = Peers.require(kind)) {
      assertThrows(PeerException.class, () -> peer.open("NONSENSE"));
      assertThrows(IllegalArgumentException.class, () -> peer.open("PUSH", Map.of("NONSENSE", 1)));
      try (PeerSocket pull = peer.open("PULL")) {
        assertThrows(PeerException.class, () -> pull.bind("nonsense://x"));
      }
    }
  }
}
