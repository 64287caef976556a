package io.cero.interop;

import io.cero.testkit.Peer;
import io.cero.testkit.PeerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A peer's socket. */
final class TheirParty implements Party {
  private final String type;
  private final PeerSocket socket;

  private TheirParty(String type, PeerSocket socket) {
    this.type = type;
    this.socket = socket;
  }

  static TheirParty open(Peer peer, String type, byte @Nullable [] identity) {
    return new TheirParty(
        type, peer.open(type, identity == null ? Map.of() : Map.of("ROUTING_ID", identity)));
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public String bind(String endpoint) {
    return socket.bind(endpoint);
  }

  @Override
  public void connect(String endpoint) {
    socket.connect(endpoint);
  }

  @Override
  public void send(byte[]... frames) {
    socket.send(frames);
  }

  @Override
  public List<byte[]> receive() {
    return socket.receive();
  }

  @Override
  public Optional<List<byte[]>> receive(Duration timeout) {
    return socket.receive(timeout);
  }

  @Override
  public void subscribe(byte[] prefix) {
    if (type.equals("SUB")) {
      socket.subscribe(prefix);
    } else {
      send(Samples.subscription(1, prefix));
    }
  }

  @Override
  public void unsubscribe(byte[] prefix) {
    if (type.equals("SUB")) {
      socket.unsubscribe(prefix);
    } else {
      send(Samples.subscription(0, prefix));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
