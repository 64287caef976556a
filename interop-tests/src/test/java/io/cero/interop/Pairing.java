package io.cero.interop;

import java.util.List;
import java.util.stream.Stream;

/**
 * Two socket types that may talk to each other (RFC 28 to 31, RFC 37).
 *
 * @param ours the type of our socket
 * @param theirs the type of the peer's
 */
record Pairing(String ours, String theirs) {

  private static final List<Pairing> HALF =
      List.of(
          new Pairing("PAIR", "PAIR"),
          new Pairing("REQ", "REP"),
          new Pairing("REQ", "ROUTER"),
          new Pairing("DEALER", "REP"),
          new Pairing("DEALER", "DEALER"),
          new Pairing("DEALER", "ROUTER"),
          new Pairing("ROUTER", "ROUTER"),
          new Pairing("PUB", "SUB"),
          new Pairing("PUB", "XSUB"),
          new Pairing("XPUB", "SUB"),
          new Pairing("XPUB", "XSUB"),
          new Pairing("PUSH", "PULL"),
          new Pairing("STREAM", "STREAM"));

  /** Every legal pair, in both roles. */
  static List<Pairing> legal() {
    return Stream.concat(HALF.stream(), HALF.stream().map(Pairing::turned)).distinct().toList();
  }

  private Pairing turned() {
    return new Pairing(theirs, ours);
  }

  /** Whether it goes over this transport: STREAM speaks to bare TCP only. */
  boolean over(String scheme) {
    return !ours.equals("STREAM") || scheme.equals("tcp");
  }

  @Override
  public String toString() {
    return ours + " – " + theirs;
  }
}
