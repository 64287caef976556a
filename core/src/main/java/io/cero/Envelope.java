package io.cero;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message in its reply envelope: the addresses of the way back, outermost first, then an empty
 * delimiter frame, then the body (RFC 28). Immutable.
 *
 * <p>REQ puts the delimiter there, each ROUTER on the way puts an address in front, and REP sends
 * its reply in the envelope of the request. What stands between, a broker for instance, reads and
 * writes envelopes with this class:
 *
 * <pre>{@code
 * Envelope request = Envelope.parse(router.receive());
 * router.send(request.withBody(Message.of("done")));
 * }</pre>
 */
public final class Envelope {
  private final List<RoutingId> addresses;
  private final Message body;

  private Envelope(List<RoutingId> addresses, Message body) {
    this.addresses = List.copyOf(addresses);
    this.body = body;
  }

  /**
   * Returns the envelope to these addresses, outermost first, around a body of one empty frame. No
   * address at all is the envelope that REQ writes and a DEALER must emulate.
   */
  public static Envelope to(RoutingId... addresses) {
    return new Envelope(List.of(addresses), Message.empty());
  }

  /** Returns the envelope to these addresses, outermost first, around a body of one empty frame. */
  public static Envelope to(List<RoutingId> addresses) {
    return new Envelope(addresses, Message.empty());
  }

  /** Returns whether the message has an empty frame with at least one frame behind it. */
  public static boolean hasDelimiter(Message message) {
    return delimiter(message) >= 0;
  }

  /** Where the first empty frame stands that has a frame behind it, or -1. */
  private static int delimiter(Message message) {
    for (int i = 0; i < message.frameCount() - 1; i++) {
      if (message.frame(i).isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Reads a message as an envelope: every frame before the first empty one is an address, every
   * frame behind it belongs to the body. The body keeps the message's metadata.
   *
   * @throws EnvelopeException if there is no empty frame, if nothing is behind it, or if a frame
   *     before it is longer than an address can be (255 bytes)
   */
  public static Envelope parse(Message message) {
    int delimiter = delimiter(message);
    if (delimiter < 0) {
      throw new EnvelopeException(
          "a message of "
              + message.frameCount()
              + (message.frameCount() == 1 ? " frame has " : " frames has ")
              + (message.last().isEmpty()
                  ? "nothing behind its empty delimiter frame"
                  : "no empty delimiter frame")
              + ", so it is no reply envelope: drop it, or read its frames as they are");
    }
    List<RoutingId> addresses = new ArrayList<>(delimiter);
    for (int i = 0; i < delimiter; i++) {
      Frame frame = message.frame(i);
      if (frame.size() > RoutingId.MAXIMUM_SIZE) {
        throw new EnvelopeException(
            "frame "
                + i
                + " before the delimiter has "
                + frame.size()
                + " bytes and an address at most "
                + RoutingId.MAXIMUM_SIZE
                + ", so it is no reply envelope: drop it, or read its frames as they are");
      }
      addresses.add(RoutingId.of(frame));
    }
    return new Envelope(addresses, message.subMessage(delimiter + 1));
  }

  /** Reads a message as an envelope, or returns empty where {@link #parse} would throw. */
  public static Optional<Envelope> tryParse(Message message) {
    int delimiter = delimiter(message);
    for (int i = 0; i < delimiter; i++) {
      if (message.frame(i).size() > RoutingId.MAXIMUM_SIZE) {
        return Optional.empty();
      }
    }
    return delimiter < 0 ? Optional.empty() : Optional.of(parse(message));
  }

  /** Returns the addresses, outermost (next hop) first; there may be none. */
  public List<RoutingId> addresses() {
    return addresses;
  }

  /** Returns what is behind the delimiter. */
  public Message body() {
    return body;
  }

  /** Returns this envelope around another body: how a reply goes the way its request came. */
  public Envelope withBody(Message reply) {
    return new Envelope(addresses, reply);
  }

  /** Returns this envelope with one address more, outermost. */
  public Envelope push(RoutingId address) {
    List<RoutingId> pushed = new ArrayList<>(addresses.size() + 1);
    pushed.add(address);
    pushed.addAll(addresses);
    return new Envelope(pushed, body);
  }

  /**
   * Returns this envelope without its outermost address.
   *
   * @throws IllegalStateException if there is none
   */
  public Envelope pop() {
    if (addresses.isEmpty()) {
      throw new IllegalStateException("this envelope has no address to pop");
    }
    return new Envelope(addresses.subList(1, addresses.size()), body);
  }

  /** Returns the whole message: addresses, delimiter, body. */
  public Message toMessage() {
    int before = addresses.size() + 1;
    Frame[] frames = body.toFrames(0, body.frameCount(), before, 0);
    for (int i = 0; i < addresses.size(); i++) {
      frames[i] = addresses.get(i).toFrame();
    }
    frames[before - 1] = Frame.empty();
    return new Message(frames, body.metadata().orElse(null));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that
        && addresses.equals(that.addresses)
        && body.equals(that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(addresses, body);
  }

  /** Returns every frame on a line of its own, delimiter included. */
  @Override
  public String toString() {
    return toMessage().toString();
  }
}
