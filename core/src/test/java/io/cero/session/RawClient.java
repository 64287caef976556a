package io.cero.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/**
 * A peer that writes and reads bytes as a test says. Every read ends within {@link #DEADLINE}.
 *
 * <p>For one thread at a time.
 */
final class RawClient implements AutoCloseable {
  static final int DEADLINE = 20_000;

  private final Socket socket;
  private final String address;

  private RawClient(Socket socket) {
    this.socket = socket;
    this.address = "tcp://127.0.0.1:" + socket.getLocalPort();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE);
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to {@code tcp://127.0.0.1:port}. */
  static RawClient connect(String endpoint) {
    return connect(endpoint, 0);
  }

  /** The same with a receive buffer of a size, so that it soon takes no more. */
  static RawClient connect(String endpoint, int receiveBuffer) {
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE);
      return new RawClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the next connection of a listener. */
  static RawClient accept(ServerSocket listener) {
    try {
      listener.setSoTimeout(DEADLINE);
      return new RawClient(listener.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How the other side's events name this end. */
  String address() {
    return address;
  }

  RawClient write(byte[]... parts) {
    try {
      socket.getOutputStream().write(Zmtp.join(parts));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes until the other side has had enough; true if it took everything. */
  boolean offer(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException hungUp) {
      return false;
    }
  }

  RawClient dribble(byte[] bytes) {
    for (byte each : bytes) {
      write(new byte[] {each});
    }
    return this;
  }

  byte[] read(int count) {
    try {
      byte[] bytes = socket.getInputStream().readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError("closed after " + bytes.length + " of " + count + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a frame with a short header: its flags, its length, its body. */
  byte[] readFrame() {
    byte[] header = read(2);
    return Zmtp.join(header, read(header[1] & 0xff));
  }

  /** Everything until the other side hangs up. */
  byte[] readToEnd() {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the other side hangs up or resets. */
  void awaitEnd() {
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the other side did not hang up", e);
    } catch (IOException reset) {
      // That is an end too.
    }
  }

  /** Does the handshake of a type as an honest peer does. */
  RawClient handshake(String type) {
    write(Zmtp.handshake(type));
    read(Zmtp.GREETING_SIZE);
    readFrame();
    return this;
  }

  /** Says that nothing more will come, if the other side has not hung up already. */
  RawClient halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException hungUp) {
      // The other side was faster.
    }
    return this;
  }

  /** Closes with a reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
