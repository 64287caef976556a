package io.cero.wire;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A socket's pattern, by the name it announces in its metadata (RFC 37, "The Socket-Type Property")
 * and by the octet that stands for it in a ZMTP 2.0 greeting (RFC 15, "Formal Grammar").
 */
public enum SocketType {
  PAIR(0),
  PUB(1),
  SUB(2),
  REQ(3),
  REP(4),
  DEALER(5),
  ROUTER(6),
  PULL(7),
  PUSH(8),
  /** Spoken as PUB by ZMTP 2.0, which knows no octet of its own for it. */
  XPUB(1),
  /** Spoken as SUB by ZMTP 2.0, which knows no octet of its own for it. */
  XSUB(2),
  /** A raw TCP connection: it speaks no ZMTP, so it accepts no peer. */
  STREAM(-1);

  /** Octets that libzmq writes in a ZMTP 2.0 greeting, beside the nine that the RFC names. */
  private static final int LIBZMQ_XPUB = 9;

  private static final int LIBZMQ_XSUB = 10;

  private final int octet;

  SocketType(int octet) {
    this.octet = octet;
  }

  /**
   * Whether a connection to a peer of that type is legal (RFC 37, "The Socket-Type Property").
   *
   * <p>The relation is symmetric.
   */
  public boolean accepts(SocketType peer) {
    return legalPeers().contains(peer);
  }

  /** The types that a socket of this type may be connected to; empty for {@link #STREAM}. */
  public Set<SocketType> legalPeers() {
    return switch (this) {
      case PAIR -> EnumSet.of(PAIR);
      case PUB, XPUB -> EnumSet.of(SUB, XSUB);
      case SUB, XSUB -> EnumSet.of(PUB, XPUB);
      case REQ -> EnumSet.of(REP, ROUTER);
      case REP -> EnumSet.of(REQ, DEALER);
      case DEALER -> EnumSet.of(REP, DEALER, ROUTER);
      case ROUTER -> EnumSet.of(REQ, DEALER, ROUTER);
      case PULL -> EnumSet.of(PUSH);
      case PUSH -> EnumSet.of(PULL);
      case STREAM -> EnumSet.noneOf(SocketType.class);
    };
  }

  /** Whether this type puts its identity into its metadata (RFC 37, "The Identity Property"). */
  boolean announcesIdentity() {
    return this == REQ || this == DEALER || this == ROUTER;
  }

  /** The octet that announces this type in a ZMTP 2.0 greeting. */
  byte octet() {
    return (byte) octet;
  }

  /** The name as it stands in the Socket-Type property. */
  byte[] nameOctets() {
    return name().getBytes(StandardCharsets.US_ASCII);
  }

  /** The type of that name, exactly as RFC 37 spells it (upper case). */
  public static Optional<SocketType> named(String name) {
    for (SocketType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type that an octet of a ZMTP 2.0 greeting stands for, libzmq's own two included. */
  static Optional<SocketType> ofOctet(byte octet) {
    if (octet == LIBZMQ_XPUB) {
      return Optional.of(XPUB);
    }
    if (octet == LIBZMQ_XSUB) {
      return Optional.of(XSUB);
    }
    for (SocketType type : values()) {
      if (type != STREAM && type.octet == octet) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
