package io.cero.wire;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a peer sent cannot be accepted, so its connection has to be closed.
 *
 * <p>The scope is always the one connection. The message says what was found and what was expected,
 * holds no control characters whatever the peer sent, and is fit for a log.
 *
 * <p>Before it closes, the session sends what the handshake still had to send and then the {@link
 * #errorCommand()} if there is one, as far as the channel takes it without waiting.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a connection is refused, for a caller that reacts differently to each. */
  public enum Reason {
    /** The first octets are no ZMTP greeting that is accepted here. */
    NOT_ZMTP,
    /** ZMTP, but older than this side accepts. */
    UNSUPPORTED_VERSION,
    /** The two sides do not use the same security mechanism, or play the same role in it. */
    MECHANISM_MISMATCH,
    /** A greeting of ZMTP that breaks its grammar. */
    MALFORMED_GREETING,
    /** A command that breaks its grammar, or that does not belong where it stands. */
    MALFORMED_COMMAND,
    /** The two socket types may not be connected. */
    ILLEGAL_SOCKET_PAIR,
    /** The peer's credentials were refused, or the peer refused ours with a status code. */
    AUTHENTICATION_FAILED,
    /** The peer sent an ERROR command. */
    PEER_REPORTED_ERROR,
    /** A frame announces more octets than are accepted. */
    FRAME_TOO_LARGE,
    /** The frames of a message together hold more octets than are accepted. */
    MESSAGE_TOO_LARGE,
    /** A flags octet with a bit set that must be zero. */
    RESERVED_FLAGS;

    /**
     * Whether the same attempt can be expected to fail again until somebody changes a
     * configuration: RFC 37, "Error Handling", asks not to reconnect with credentials that an ERROR
     * command has refused.
     */
    public boolean isPermanent() {
      return this == AUTHENTICATION_FAILED || this == PEER_REPORTED_ERROR;
    }
  }

  private final Reason reason;
  private final transient byte @Nullable [] errorCommand;
  private final int statusCode;

  private WireException(
      Reason reason,
      String message,
      byte @Nullable [] errorCommand,
      int statusCode,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason);
    this.errorCommand = errorCommand;
    this.statusCode = statusCode;
  }

  /** A refusal that is shown to the peer by nothing but the end of the connection. */
  public WireException(Reason reason, String message) {
    this(reason, message, null, 0, null);
  }

  /**
   * A refusal that the peer is told of in an ERROR command with that reason (at most 255 octets).
   */
  public static WireException announced(Reason reason, String message, String reasonForPeer) {
    return new WireException(reason, message, Commands.error(reasonForPeer), 0, null);
  }

  /**
   * Credentials were refused with a status code of RFC 27 (300, 400 or 500).
   *
   * <p>As in libzmq, 300 (a temporary failure) only closes the connection, so that the peer tries
   * again; the others are announced in an ERROR command whose reason is the code.
   */
  public static WireException refused(int statusCode, String message, @Nullable Throwable cause) {
    byte[] command = statusCode == 300 ? null : Commands.error(Integer.toString(statusCode));
    return new WireException(Reason.AUTHENTICATION_FAILED, message, command, statusCode, cause);
  }

  /** The peer sent an ERROR command with that reason. */
  public static WireException reported(String peerReason) {
    OptionalInt status = statusCode(peerReason);
    if (status.isPresent()) {
      return new WireException(
          Reason.AUTHENTICATION_FAILED,
          "The peer refused the credentials with status " + peerReason,
          null,
          status.getAsInt(),
          null);
    }
    return new WireException(
        Reason.PEER_REPORTED_ERROR, "The peer reported an error: " + Printable.text(peerReason));
  }

  private static OptionalInt statusCode(String reason) {
    return switch (reason) {
      case "300", "400", "500" -> OptionalInt.of(Integer.parseInt(reason));
      default -> OptionalInt.empty();
    };
  }

  public Reason reason() {
    return reason;
  }

  /**
   * The ERROR command to send before closing, a whole frame with its header, where there is one.
   */
  public Optional<byte[]> errorCommand() {
    byte[] command = errorCommand;
    return command == null ? Optional.empty() : Optional.of(command.clone());
  }

  /** The status code of RFC 27 of a failed authentication, where one is known. */
  public OptionalInt statusCode() {
    return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
  }
}
