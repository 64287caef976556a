package io.cero.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of a {@link SocketLibrary}, used by one thread, and never interrupted. */
public interface SocketDriver {

  /** Binds and returns the actual endpoint. */
  String bind(String endpoint);

  /** Stops listening there. */
  void unbind(String endpoint);

  /** Connects. */
  void connect(String endpoint);

  /** Gives up a connection. */
  void disconnect(String endpoint);

  /**
   * Sets an option.
   *
   * @param number in {@code zmq.h}
   * @param value an {@code Integer}, {@code Long}, {@code byte[]} or {@code String}
   */
  void setOption(int number, Object value);

  /** Sends one message, or returns false if there was no room for so many milliseconds. */
  boolean send(List<byte[]> frames, int timeoutMillis);

  /** Receives one message, or returns null if none came for so many milliseconds. */
  @Nullable List<byte[]> receive(int timeoutMillis);

  /** Whether a message can be received, or sent, now. */
  boolean ready(boolean toSend);

  /** Closes the socket, discarding what it has not sent if so told. */
  void close(boolean discard);
}
