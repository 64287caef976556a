package io.cero.interop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One end of a {@link Conversation}: a socket of ours or of a peer's, behind the same face. */
interface Party extends AutoCloseable {

  /** The field's name of the socket type in capitals, such as {@code DEALER}. */
  String type();

  /** Binds, and returns the endpoint with its wildcards filled in. */
  String bind(String endpoint);

  void connect(String endpoint);

  void send(byte[]... frames);

  /** Receives a message, and fails if none comes. */
  List<byte[]> receive();

  /** Receives a message, or nothing within the timeout. */
  Optional<List<byte[]>> receive(Duration timeout);

  /** Subscribes, by call or, where the type has no such call, by message. */
  void subscribe(byte[] prefix);

  /** Takes a subscription back. */
  void unsubscribe(byte[] prefix);

  @Override
  void close();

  default void send(List<byte[]> frames) {
    send(frames.toArray(byte[][]::new));
  }
}
