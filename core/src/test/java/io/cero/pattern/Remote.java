package io.cero.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.List;

/**
 * The far end of a peer, played by the test: writes into its inbound pipe, reads its outbound one.
 */
final class Remote {
  final Peer peer;
  final FakeLink link;
  private final Outgoing outgoing = new Outgoing();
  private final Incoming incoming = new Incoming();

  Remote(Side side, boolean connecting) {
    Log out = new Log(Side.POOL, Side.MARK, 0);
    Log in = new Log(Side.POOL, 0, 0);
    peer = new Peer(side.inbox, out, in, "tcp://127.0.0.1:5555", connecting);
    link = new FakeLink(() -> {});
    peer.link(link);
    out.onRoom(() -> peer.post(Peer.WRITABLE));
  }

  void introduce(String identity) {
    peer.introduce(Side.bytes(identity), null);
  }

  /** The connection is up, again perhaps. */
  void connected(String identity) {
    introduce(identity);
    peer.account.connected("", "");
    peer.post(Peer.CONNECTED);
  }

  void lost() {
    peer.account.disconnected();
    peer.post(Peer.HICCUP);
  }

  void gone() {
    peer.post(Peer.GONE);
  }

  /** Sends a message to the side. */
  void send(String... frames) {
    for (int i = 0; i < frames.length; i++) {
      peer.in.append(outgoing.set(Side.bytes(frames[i])), i + 1 < frames.length);
    }
    if (peer.in.takeReaderWaiting()) {
      peer.post(Peer.READABLE);
    }
  }

  /** The next message that the side has published; empty if there is none. */
  List<String> receive() {
    List<String> frames = new ArrayList<>();
    if (!peer.out.hasMessage()) {
      return frames;
    }
    do {
      peer.out.read(incoming);
      frames.add(new String(incoming.copy(), ISO_8859_1));
      incoming.done();
    } while (incoming.more());
    return frames;
  }

  /** The address under which the side knows it. */
  String address() {
    return new String(peer.routingId, ISO_8859_1);
  }
}
