package io.cero.campaigns.soak;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket of one of the libraries in a soak, for one thread. */
interface SoakSocket {
  void bind(String endpoint);

  void unbind(String endpoint);

  void connect(String endpoint);

  void disconnect(String endpoint);

  /** Subscribes to a prefix, in the way of its type. */
  void subscribe(byte[] prefix);

  /** Sends without waiting; false if there is no room, or nobody to send to. */
  boolean send(List<byte[]> frames);

  /** Receives one message, or returns null if none came in this time. */
  @Nullable List<byte[]> receive(int millis);

  /** What there is to say about its state. */
  String describe();

  /**
   * Closes it.
   *
   * @param sent how many sends took their message
   * @param received how many messages were received
   * @return says later what is wrong with its accounts; empty once nothing is
   */
  Supplier<String> close(long sent, long received);
}
