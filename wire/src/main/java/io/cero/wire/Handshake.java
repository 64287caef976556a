package io.cero.wire;

import static io.cero.wire.WireException.Reason.FRAME_TOO_LARGE;
import static io.cero.wire.WireException.Reason.ILLEGAL_SOCKET_PAIR;
import static io.cero.wire.WireException.Reason.MALFORMED_COMMAND;
import static io.cero.wire.WireException.Reason.MALFORMED_GREETING;
import static io.cero.wire.WireException.Reason.MECHANISM_MISMATCH;
import static io.cero.wire.WireException.Reason.NOT_ZMTP;
import static io.cero.wire.WireException.Reason.UNSUPPORTED_VERSION;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way from its first octet to its traffic: finding out the peer's version, the
 * greetings, the commands of the mechanism, the metadata (RFC 37, "Backwards Interoperability").
 *
 * <pre>
 *   FIRST_OCTET ──0xff──► SIGNATURE ──odd──► MAJOR ──3 and up──► GREETING_REST
 *        │                    │                │                       │
 *        │ else               │ even           │ 1 or 2                ▼
 *        ▼                    ▼                ▼                 COMMAND_FLAGS ──► COMMAND_LENGTH
 *   LEGACY_FLAGS         LEGACY_LONG      SOCKET_TYPE                  ▲                 │
 *        ▼                    │                │                       │                 ▼
 *   LEGACY_SHORT              │                ▼                       └─────────── COMMAND_BODY
 *        │                    │         IDENTITY_HEADER                                  │
 *        │                    │                │                                         │
 *        │                    │                ▼                                         │
 *        │                    │            IDENTITY                                      │
 *        └────────────────────┴──────► COMPLETE ◄──┴─────────────────────────────────────┘
 *
 *   any of them ──WireException──► FAILED
 * </pre>
 *
 * <p>Nothing is sent before the peer has shown that it understands it: the signature at once, the
 * major version after the peer's signature, the rest after the peer's major version. Each step
 * needs no more of the peer than what it sends unasked or has just been sent, so that no two sides
 * that follow any of the RFCs, or libzmq, wait for each other.
 *
 * <p>A peer with a higher version is talked to in 3.1. One that says revision 1 or 2 is talked to
 * in 2.0. Revision 0 behind a signature is in no RFC and is refused.
 *
 * <p>Hostile input: at most {@value #LARGEST_INPUT} octets of commands are taken, all of them
 * together with their headers; memory grows with what came, never with what was announced. Frames
 * are held to the RFC's grammar (libzmq ignores reserved flags; this does not).
 *
 * <p>Used by one thread at a time. There is no clock here: whoever drives a handshake bounds its
 * time.
 */
public final class Handshake {
  /** The most octets of commands that a peer may send before the handshake is complete. */
  public static final int LARGEST_INPUT = 64 * 1024;

  private static final int LONGEST_IDENTITY = 255;

  private enum State {
    FIRST_OCTET,
    SIGNATURE,
    MAJOR,
    GREETING_REST,
    COMMAND_FLAGS,
    COMMAND_LENGTH,
    COMMAND_BODY,
    SOCKET_TYPE,
    IDENTITY_HEADER,
    IDENTITY,
    LEGACY_FLAGS,
    LEGACY_SHORT,
    LEGACY_LONG,
    COMPLETE,
    FAILED
  }

  private final LocalPeer local;
  private final OctetQueue input = new OctetQueue();
  private final OctetQueue output = new OctetQueue();
  private final PeerMetadata metadata = new PeerMetadata();

  private State state = State.FIRST_OCTET;

  /** How many octets the current state takes. */
  private int wanted = 1;

  private int commandOctets;
  private int legacyIdentity;
  private int major;
  private ZmtpVersion version = ZmtpVersion.V3_1;
  private Mechanism.@Nullable Exchange exchange;
  private @Nullable RemotePeer peer;
  private @Nullable WireException failure;

  /** Starts a handshake; the signature waits to be sent. */
  public Handshake(LocalPeer local) {
    this.local = local;
    output.add(Greeting.signature(local.identity().length));
  }

  /**
   * Takes what the peer sent, however it was split, up to the end of the handshake; octets after
   * that stay in the buffer, and a call after that takes none.
   *
   * <p>The answers are there for {@link #takeOutput} when it returns. After an exception the
   * handshake has failed, and further calls throw the same.
   */
  public void receive(ByteBuffer in) throws WireException {
    WireException earlier = failure;
    if (earlier != null) {
      throw earlier;
    }
    try {
      while (state != State.COMPLETE) {
        input.add(in, wanted - input.size());
        if (input.size() < wanted) {
          return;
        }
        step(input.take(wanted));
      }
    } catch (WireException e) {
      failure = e;
      state = State.FAILED;
      throw e;
    }
  }

  /**
   * Whether octets wait to be sent: the answers so far, the last ones of a complete handshake, or
   * what a failed one had to say before it failed.
   */
  public boolean hasOutput() {
    return output.size() > 0;
  }

  /** Moves octets to be sent, as many as fit, in their order; returns how many. */
  public int takeOutput(ByteBuffer into) {
    return output.moveTo(into);
  }

  /**
   * Whether the peer has said all that it has to. Traffic may be sent once the {@linkplain
   * #takeOutput output} has been.
   */
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /** The peer, as the complete handshake has found it. */
  public RemotePeer peer() {
    RemotePeer found = peer;
    if (found == null) {
      throw new IllegalStateException("The handshake is not complete; ask isComplete() first");
    }
    return found;
  }

  /** Where it stands, for the report of a handshake that takes too long. */
  @Override
  public String toString() {
    return "Handshake of " + local + ": " + state + ", " + input.size() + " of " + wanted;
  }

  /** Takes the octets that the current state wanted, and goes on to the next state. */
  private void step(byte[] octets) throws WireException {
    switch (state) {
      case FIRST_OCTET -> firstOctet(octets[0]);
      case SIGNATURE -> signature(ByteBuffer.wrap(octets));
      case MAJOR -> major(octets[0] & 0xff);
      case GREETING_REST -> greetingRest(octets);
      case COMMAND_FLAGS -> commandFlags(octets[0]);
      case COMMAND_LENGTH -> commandLength(ByteBuffer.wrap(octets));
      case COMMAND_BODY -> commandBody(octets);
      case SOCKET_TYPE -> socketType(octets[0]);
      case IDENTITY_HEADER -> identityHeader(octets[0], octets[1] & 0xff);
      case IDENTITY, LEGACY_SHORT, LEGACY_LONG -> completeOld(octets);
      case LEGACY_FLAGS -> legacyFlags(octets[0]);
      case COMPLETE, FAILED -> throw new AssertionError(state);
    }
  }

  private void await(State next, int octets) {
    state = next;
    wanted = octets;
  }

  private void firstOctet(byte first) throws WireException {
    if (first == Greeting.FIRST) {
      await(State.SIGNATURE, Greeting.SIGNATURE_SIZE - 1);
      return;
    }
    if (first == 0 || local.oldest() != ZmtpVersion.V1_0) {
      throw notZmtp("The peer's first octet is " + Printable.octet(first));
    }
    legacy();
    legacyIdentity = (first & 0xff) - 1;
    await(State.LEGACY_FLAGS, 1);
  }

  /**
   * The identity of a ZMTP 1.0 peer is one frame, so its flags are zero. Letters are not: that is
   * how a client of HTTP, SSH or TLS is told from such a peer by its second octet.
   */
  private void legacyFlags(byte flags) throws WireException {
    if (flags != 0) {
      throw notZmtp("The peer's second octet is " + Printable.octet(flags));
    }
    await(State.LEGACY_SHORT, legacyIdentity);
  }

  private void signature(ByteBuffer octets) throws WireException {
    byte last = octets.get(Long.BYTES);
    if (last == Greeting.LAST_OF_SIGNATURE) {
      output.add(Greeting.MAJOR);
      await(State.MAJOR, 1);
      return;
    }
    long flagsAndIdentity = octets.getLong(0);
    boolean plausible = flagsAndIdentity >= 1 && flagsAndIdentity <= 1 + LONGEST_IDENTITY;
    if ((last & 1) != 0 || !plausible || local.oldest() != ZmtpVersion.V1_0) {
      throw notZmtp("The peer's signature ends with " + Printable.octet(last));
    }
    legacy();
    await(State.LEGACY_LONG, (int) flagsAndIdentity - 1);
  }

  /** The signature that was sent is the header of an identity frame to this peer. */
  private void legacy() throws WireException {
    version = ZmtpVersion.V1_0;
    requireVersionIsAccepted();
    output.add(local.identity());
  }

  private void major(int announced) throws WireException {
    major = announced;
    if (major >= Greeting.MAJOR) {
      output.add(Greeting.rest(local.mechanism()));
      await(State.GREETING_REST, Greeting.REST_SIZE);
      return;
    }
    if (major == 0) {
      throw new WireException(
          UNSUPPORTED_VERSION, "The peer announces revision 0 of ZMTP, which no RFC describes");
    }
    version = ZmtpVersion.V2_0;
    requireVersionIsAccepted();
    byte[] identity = local.identity();
    output.add(local.type().octet(), (byte) 0, (byte) identity.length);
    output.add(identity);
    await(State.SOCKET_TYPE, 1);
  }

  private void greetingRest(byte[] octets) throws WireException {
    version = Greeting.version(major, octets[0]);
    requireVersionIsAccepted();
    Greeting.requireSameMechanism(local.mechanism(), octets);
    advance(local.mechanism().begin(metadata));
  }

  private void commandFlags(byte flags) throws WireException {
    if (!FrameHeader.isLegal(flags)) {
      throw FrameHeader.illegalFlags(flags);
    }
    if ((flags & FrameHeader.COMMAND) == 0) {
      throw new WireException(
          MALFORMED_COMMAND, "The peer sent a message before the handshake was complete");
    }
    commandOctets += FrameHeader.size(flags);
    await(State.COMMAND_LENGTH, FrameHeader.size(flags) - 1);
  }

  private void commandLength(ByteBuffer octets) throws WireException {
    long length = octets.remaining() == 1 ? octets.get(0) & 0xff : octets.getLong(0);
    if (length < 0 || length > LARGEST_INPUT - commandOctets) {
      throw new WireException(
          FRAME_TOO_LARGE,
          "The peer announces a command of "
              + Long.toUnsignedString(length)
              + " octets; a handshake takes "
              + LARGEST_INPUT
              + " in all");
    }
    commandOctets += (int) length;
    await(State.COMMAND_BODY, (int) length);
  }

  private void commandBody(byte[] body) throws WireException {
    Mechanism.Exchange current = Objects.requireNonNull(exchange);
    current.receive(body);
    advance(current);
  }

  /** Says what the mechanism has to say, and then waits for the peer or is done. */
  private void advance(Mechanism.Exchange current) throws WireException {
    exchange = current;
    for (byte[] body = current.next(); body != null; body = current.next()) {
      output.add(Commands.frame(FrameHeader.COMMAND, body));
    }
    if (!current.isComplete()) {
      await(State.COMMAND_FLAGS, 1);
      return;
    }
    peer =
        new RemotePeer(
            version,
            metadata.type,
            metadata.identity,
            metadata.properties,
            current.userId(),
            Optional.ofNullable(current.codec()));
    await(State.COMPLETE, 0);
  }

  private void socketType(byte octet) throws WireException {
    Optional<SocketType> type = SocketType.ofOctet(octet);
    if (type.isEmpty() || !local.type().accepts(type.get())) {
      String found = type.map(SocketType::name).orElse(Printable.octet(octet));
      throw new WireException(ILLEGAL_SOCKET_PAIR, Properties.illegalPair(local.type(), found));
    }
    metadata.type = type;
    await(State.IDENTITY_HEADER, FrameHeader.SHORT_SIZE);
  }

  private void identityHeader(byte flags, int length) throws WireException {
    if (flags != 0) {
      throw new WireException(
          MALFORMED_GREETING,
          "The flags octet of the peer's identity is " + Printable.octet(flags) + ", not 0x00");
    }
    await(State.IDENTITY, length);
  }

  /** Completes a handshake of ZMTP 1.0 or 2.0, which ends with the peer's identity. */
  private void completeOld(byte[] identity) {
    peer =
        new RemotePeer(
            version, metadata.type, identity, Map.of(), Optional.empty(), Optional.empty());
    await(State.COMPLETE, 0);
  }

  private void requireVersionIsAccepted() throws WireException {
    if (version.compareTo(local.oldest()) < 0) {
      throw new WireException(
          UNSUPPORTED_VERSION,
          "The peer speaks ZMTP "
              + version
              + "; this side accepts "
              + local.oldest()
              + " and newer");
    }
    if (!version.hasCommands() && !local.mechanism().name().equals(NullMechanism.NAME)) {
      throw new WireException(
          MECHANISM_MISMATCH,
          "The peer speaks ZMTP "
              + version
              + ", which has no security, but this side uses the mechanism "
              + local.mechanism().name());
    }
  }

  private static WireException notZmtp(String what) {
    return new WireException(
        NOT_ZMTP, what + ", so it does not speak ZMTP, or not a version that is accepted here");
  }

  /** What the mechanism learns of the peer. */
  private final class PeerMetadata implements Metadata {
    private Optional<SocketType> type = Optional.empty();
    private byte[] identity = {};
    private Map<String, byte[]> properties = Map.of();
    private boolean accepted;

    @Override
    public byte[] local() {
      return Properties.encode(local);
    }

    @Override
    public void accept(ByteBuffer in) throws WireException {
      if (accepted) {
        throw new IllegalStateException("The peer's properties were taken before");
      }
      accepted = true;
      properties = Properties.decode(in);
      type = Properties.peerType(local, properties);
      identity = Properties.peerIdentity(properties);
    }
  }
}
