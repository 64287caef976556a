package io.cero.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RawPeerTest {

  @Test
  void shouldCarryBytesBothWaysOverTcpAndIpc() {
    try (IpcDirectory directory = IpcDirectory.create()) {
      for (String endpoint : new String[] {"tcp://127.0.0.1:*", directory.endpoint("raw")}) {
        try (RawPeer.Listener listener = RawPeer.listen(endpoint);
            RawPeer client = RawPeer.connect(listener.endpoint());
            RawPeer server = listener.accept()) {
          client.writeHex("ff 00 7f");
          client.dribble((byte) 1, (byte) 2);
          assertEquals("ff 00 7f 01 02", server.readHex(5));
          server.write((byte) 9);
          server.endOutput();
          assertArrayEquals(new byte[] {9}, client.readToEnd());
        }
      }
    }
  }

  @Test
  void shouldSayWhatCameWhenTheOtherSideClosesEarly() {
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*");
        RawPeer client = RawPeer.connect(listener.endpoint());
        RawPeer server = listener.accept()) {
      client.writeHex("abcd");
      client.endOutput();
      PeerException closed = assertThrows(PeerException.class, () -> server.read(3));
      assertEquals("the other side closed after 2 of 3 bytes: ab cd", closed.getMessage());
    }
  }

  @Test
  void shouldEndReadingWhenTheOtherSideResets() {
    try (RawPeer.Listener listener = RawPeer.listen("tcp://127.0.0.1:*");
        RawPeer client = RawPeer.connect(listener.endpoint());
        RawPeer server = listener.accept()) {
      client.reset();
      assertArrayEquals(new byte[0], server.readToEnd());
    }
  }
}
