package io.cero.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A security mechanism with this side's credentials (RFC 37, "Authentication and Confidentiality"):
 * what the greeting says of it, and how the commands after the greeting go.
 *
 * <p>Implementations are immutable and shared by all connections of a socket; what belongs to one
 * connection lives in its {@link Exchange}.
 */
public interface Mechanism {
  /**
   * The name in the greeting: 1 to 20 characters of {@code A-Z 0-9 - _ . +}. Both peers must
   * announce exactly the same.
   */
  String name();

  /** Whether this side is the server of the mechanism; false where it knows no roles. */
  boolean asServer();

  /** Starts the commands of one connection, once both greetings agree. */
  Exchange begin(Metadata metadata);

  /**
   * One connection's commands, from the end of the greetings to the start of traffic.
   *
   * <p>{@link #next()} is asked right after {@link Mechanism#begin} and after each received
   * command, until it yields nothing. Then {@link #isComplete()} tells whether the peer has to be
   * heard again. After an exception an exchange is not used any more.
   */
  interface Exchange {
    /**
     * The body (name and data) of the next command to send, or null if the peer has to speak first
     * or nothing is left to say.
     */
    byte @Nullable [] next() throws WireException;

    /** Takes the body (name and data) of a command of the peer's. */
    void receive(byte[] body) throws WireException;

    /** Whether both sides have said all that is to say, so that traffic may begin. */
    boolean isComplete();

    /** Who the peer is according to an authenticator, where there was one and it said so. */
    default Optional<String> userId() {
      return Optional.empty();
    }

    /** How traffic is protected once the exchange is complete, or null if it passes as it is. */
    default @Nullable FrameCodec codec() {
      return null;
    }
  }
}
