package io.cero.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JeroMqLibraryTest {
  private static final int CONNECTIONS = 300;
  private static final String SIGNATURE = "ff 00 00 00 00 00 00 00 01 7f";

  /** Without the waker, a few in a hundred stay silent until JeroMQ gives them up, after 30 s. */
  @Test
  void shouldSpeakOnEachConnectionWhenItConnectsManyTimes() {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*");
          Peer peer = Peers.require(PeerKind.JEROMQ);
          PeerSocket sub = peer.open("SUB")) {
        sub.subscribe(new byte[] {'a'});
        sub.connect(listener.endpoint());
        try (RawPeer connection = listener.accept()) {
          connection.writeHex(SIGNATURE);
          assertEquals(SIGNATURE, connection.readHex(10));
        }
      }
    }
  }
}
