package io.cero.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The side of the PLAIN mechanism that proves who it is, in clear text (RFC 24).
 *
 * <pre>
 *   client                               server
 *   HELLO username password    →
 *                              ←         WELCOME              or ERROR reason
 *   INITIATE properties        →
 *                              ←         READY properties     or ERROR reason
 *
 *   +---+-------+---------+----------+---------+----------+      +---+---------+
 *   | 5 | HELLO | length  | username | length  | password |      | 7 | WELCOME |
 *   +---+-------+---------+----------+---------+----------+      +---+---------+
 *   +---+----------+------------+      +---+-------+------------+
 *   | 8 | INITIATE | properties |      | 5 | READY | properties |
 *   +---+----------+------------+      +---+-------+------------+
 * </pre>
 */
public final class PlainClient implements Mechanism {
  static final String NAME = "PLAIN";
  static final String HELLO = "HELLO";
  static final String WELCOME = "WELCOME";
  static final String INITIATE = "INITIATE";

  private final Credentials credentials;

  /**
   * @param username at most 255 octets in UTF-8
   * @param password at most 255 octets in UTF-8
   */
  public PlainClient(String username, String password) {
    this(
        new Credentials(
            username.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8)));
  }

  public PlainClient(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean asServer() {
    return false;
  }

  @Override
  public Exchange begin(Metadata metadata) {
    return new ClientExchange(metadata, credentials);
  }

  private static final class ClientExchange implements Exchange {
    private enum State {
      SENDING_HELLO,
      WAITING_FOR_WELCOME,
      SENDING_INITIATE,
      WAITING_FOR_READY,
      COMPLETE
    }

    private final Metadata metadata;
    private final Credentials credentials;
    private State state = State.SENDING_HELLO;

    ClientExchange(Metadata metadata, Credentials credentials) {
      this.metadata = metadata;
      this.credentials = credentials;
    }

    @Override
    public byte @Nullable [] next() {
      return switch (state) {
        case SENDING_HELLO -> {
          state = State.WAITING_FOR_WELCOME;
          yield hello();
        }
        case SENDING_INITIATE -> {
          state = State.WAITING_FOR_READY;
          yield CommandBody.of(INITIATE, metadata.local());
        }
        default -> null;
      };
    }

    private byte[] hello() {
      byte[] username = credentials.username();
      byte[] password = credentials.password();
      byte[] usernameLength = {(byte) username.length};
      byte[] passwordLength = {(byte) password.length};
      return CommandBody.of(HELLO, usernameLength, username, passwordLength, password);
    }

    @Override
    public void receive(byte[] body) throws WireException {
      if (state == State.WAITING_FOR_WELCOME) {
        ByteBuffer data = CommandBody.expect(body, WELCOME);
        if (data.hasRemaining()) {
          throw new WireException(
              WireException.Reason.MALFORMED_COMMAND,
              "The peer's WELCOME command has " + data.remaining() + " octets too many");
        }
        state = State.SENDING_INITIATE;
      } else {
        metadata.accept(CommandBody.expect(body, CommandBody.READY));
        state = State.COMPLETE;
      }
    }

    @Override
    public boolean isComplete() {
      return state == State.COMPLETE;
    }
  }
}
