package io.cero.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The mechanism that authenticates nobody and hides nothing (RFC 37, "The NULL Security
 * Mechanism").
 *
 * <pre>
 *   A: READY properties          B: READY properties          in any order, neither waits
 *      or ERROR reason              or ERROR reason
 *
 *   +---+-------+------------+      +---+-------+---------------+--------+
 *   | 5 | READY | properties |      | 5 | ERROR | reason length | reason |
 *   +---+-------+------------+      +---+-------+---------------+--------+
 * </pre>
 *
 * <p>The RFC has the connecting side speak first; libzmq has both speak at once, and so does this:
 * a peer that waits is never waited for.
 */
public final class NullMechanism implements Mechanism {
  static final String NAME = "NULL";

  /** The mechanism: it has no credentials, so one is like another. */
  public NullMechanism() {}

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
    return new NullExchange(metadata);
  }

  private static final class NullExchange implements Exchange {
    private enum State {
      SENDING_READY,
      WAITING_FOR_READY,
      COMPLETE
    }

    private final Metadata metadata;
    private State state = State.SENDING_READY;

    NullExchange(Metadata metadata) {
      this.metadata = metadata;
    }

    @Override
    public byte @Nullable [] next() {
      if (state != State.SENDING_READY) {
        return null;
      }
      state = State.WAITING_FOR_READY;
      return CommandBody.of(CommandBody.READY, metadata.local());
    }

    @Override
    public void receive(byte[] body) throws WireException {
      ByteBuffer data = CommandBody.expect(body, CommandBody.READY);
      metadata.accept(data);
      state = State.COMPLETE;
    }

    @Override
    public boolean isComplete() {
      return state == State.COMPLETE;
    }
  }
}
