package io.cero.interop;

import io.cero.testkit.PeerKind;

/**
 * One cell of the matrix.
 *
 * @param peer whom we talk to
 * @param scheme the transport
 * @param weBind whether our socket binds and theirs connects, or the reverse
 * @param pairing the two socket types
 */
record Cell(PeerKind peer, String scheme, boolean weBind, Pairing pairing) {

  /** Which column of the peer's table it stands in. */
  String column() {
    return scheme + (weBind ? ", we bind" : ", we connect");
  }

  @Override
  public String toString() {
    return peer.label() + ", " + column() + ": " + pairing;
  }
}
