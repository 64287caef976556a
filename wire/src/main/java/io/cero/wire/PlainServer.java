package io.cero.wire;

import static io.cero.wire.WireException.Reason.MALFORMED_COMMAND;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The side of the PLAIN mechanism that asks who the other one is (RFC 24; {@link PlainClient} draws
 * the commands).
 *
 * <p>A refusal is announced as libzmq announces it: an ERROR command whose reason is the status
 * code of RFC 27, {@code 400} or {@code 500}; after {@code 300} the connection just ends.
 */
public final class PlainServer implements Mechanism {
  /**
   * Decides about a peer's credentials, at once: it runs on the thread that drives the connection.
   */
  @FunctionalInterface
  public interface Authenticator {
    /** Says who that is, or refuses. A throw refuses with status 500. */
    Verdict authenticate(Credentials credentials);
  }

  private final Authenticator authenticator;

  public PlainServer(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public String name() {
    return PlainClient.NAME;
  }

  @Override
  public boolean asServer() {
    return true;
  }

  @Override
  public Exchange begin(Metadata metadata) {
    return new ServerExchange(metadata, authenticator);
  }

  private static final class ServerExchange implements Exchange {
    private enum State {
      WAITING_FOR_HELLO,
      SENDING_WELCOME,
      WAITING_FOR_INITIATE,
      SENDING_READY,
      COMPLETE
    }

    private final Metadata metadata;
    private final Authenticator authenticator;
    private State state = State.WAITING_FOR_HELLO;
    private Optional<String> userId = Optional.empty();

    ServerExchange(Metadata metadata, Authenticator authenticator) {
      this.metadata = metadata;
      this.authenticator = authenticator;
    }

    @Override
    public byte @Nullable [] next() {
      return switch (state) {
        case SENDING_WELCOME -> {
          state = State.WAITING_FOR_INITIATE;
          yield CommandBody.of(PlainClient.WELCOME);
        }
        case SENDING_READY -> {
          state = State.COMPLETE;
          yield CommandBody.of(CommandBody.READY, metadata.local());
        }
        default -> null;
      };
    }

    @Override
    public void receive(byte[] body) throws WireException {
      if (state == State.WAITING_FOR_HELLO) {
        userId = authenticate(hello(CommandBody.expect(body, PlainClient.HELLO)));
        state = State.SENDING_WELCOME;
      } else {
        metadata.accept(CommandBody.expect(body, PlainClient.INITIATE));
        state = State.SENDING_READY;
      }
    }

    private static Credentials hello(ByteBuffer data) throws WireException {
      byte[] username = CommandBody.takeShort(data, "the user name of a HELLO command");
      byte[] password = CommandBody.takeShort(data, "the password of a HELLO command");
      if (data.hasRemaining()) {
        throw new WireException(
            MALFORMED_COMMAND,
            "The peer's HELLO command has " + data.remaining() + " octets too many");
      }
      return new Credentials(username, password);
    }

    private Optional<String> authenticate(Credentials credentials) throws WireException {
      String user = Printable.text(credentials.username());
      Verdict verdict;
      try {
        verdict = authenticator.authenticate(credentials);
      } catch (RuntimeException failure) {
        throw WireException.refused(
            500, "The authenticator failed on user \"" + user + '"', failure);
      }
      if (verdict instanceof Verdict.Refused refused) {
        throw WireException.refused(
            refused.statusCode(),
            "The authenticator refused user \"" + user + "\": " + refused.text(),
            null);
      }
      return ((Verdict.Accepted) verdict).userId();
    }

    @Override
    public boolean isComplete() {
      return state == State.COMPLETE;
    }

    @Override
    public Optional<String> userId() {
      return userId;
    }
  }
}
