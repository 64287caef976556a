package io.cero.pattern;

import io.cero.RoutingId;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which peer has which address: one peer per address, found by a frame without allocating.
 *
 * <p>Addresses come from the network. Ones that were chosen to collide end up in a tree, since they
 * are comparable. Owned by the thread inside the socket.
 */
final class RoutingTable {
  private final Map<Address, Peer> peers = new LinkedHashMap<>();
  private final Address sought = new Address(new byte[RoutingId.MAXIMUM_SIZE]);
  private int next = ThreadLocalRandom.current().nextInt();

  /** An address that no peer has: a zero byte and a number of four bytes, which goes up. */
  byte[] invent() {
    byte[] invented;
    do {
      invented = RoutingId.ofUnsignedInt(next++).toByteArray();
    } while (find(invented) != null);
    return invented;
  }

  /** The peer whose address is a frame's body, or null. */
  @Nullable Peer find(Outgoing frame) {
    int length = frame.length();
    if (length == 0 || length > RoutingId.MAXIMUM_SIZE) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      sought.bytes[i] = frame.at(i);
    }
    sought.length(length);
    return peers.get(sought);
  }

  /** The peer that has an address, or null. */
  @Nullable Peer find(byte[] address) {
    return peers.get(new Address(address));
  }

  /** Enters a peer under an address that no other peer has, and makes it its own. */
  void put(Peer peer, byte[] address) {
    peer.routingId = address;
    peers.put(new Address(address), peer);
  }

  /** True if a peer's address leads to it. */
  boolean has(Peer peer) {
    byte[] address = peer.routingId;
    return address != null && find(address) == peer;
  }

  /** Strikes a peer out, if its address is its own. */
  void remove(Peer peer) {
    byte[] address = peer.routingId;
    if (address != null) {
      peers.remove(new Address(address), peer);
    }
  }

  /**
   * True if there is a peer to which a message may go; peers without room report when they have.
   */
  boolean hasRoom() {
    for (Peer peer : peers.values()) {
      if (peer.hasRoom() || !peer.awaitRoom()) {
        return true;
      }
    }
    return false;
  }

  /** Every peer that has an address, oldest first. */
  List<Peer> peers() {
    return new ArrayList<>(peers.values());
  }

  /** Bytes as a key; the one that is used to look up changes, the ones in the table do not. */
  private static final class Address implements Comparable<Address> {
    final byte[] bytes;
    private int length;
    private int hash;

    Address(byte[] bytes) {
      this.bytes = bytes;
      length(bytes.length);
    }

    void length(int used) {
      length = used;
      int mixed = 1;
      for (int i = 0; i < used; i++) {
        mixed = 31 * mixed + bytes[i];
      }
      hash = mixed;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Address that
          && hash == that.hash
          && Arrays.equals(bytes, 0, length, that.bytes, 0, that.length);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public int compareTo(Address that) {
      return Arrays.compareUnsigned(bytes, 0, length, that.bytes, 0, that.length);
    }
  }
}
