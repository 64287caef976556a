package io.cero.campaigns.endings;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A peer that is only a connection: silent, or frozen after a handshake (RFC 37, NULL). */
public final class RawEnd implements Closeable {
  private final @Nullable ServerSocketChannel server;
  private @Nullable SocketChannel channel;

  private RawEnd(@Nullable ServerSocketChannel server, @Nullable SocketChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /** Listens on an endpoint such as {@code tcp://127.0.0.1:*} or {@code ipc://path}. */
  public static RawEnd listen(String endpoint) throws IOException {
    SocketAddress address = address(endpoint);
    ServerSocketChannel server =
        address instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    server.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    server.bind(address);
    return new RawEnd(server, null);
  }

  /** Connects to an endpoint. */
  public static RawEnd connect(String endpoint) throws IOException {
    return new RawEnd(null, SocketChannel.open(address(endpoint)));
  }

  private static SocketAddress address(String endpoint) {
    String rest = endpoint.substring("tcp://".length());
    if (endpoint.startsWith("ipc://")) {
      return UnixDomainSocketAddress.of(rest);
    }
    int colon = rest.lastIndexOf(':');
    String port = rest.substring(colon + 1);
    return new InetSocketAddress(
        rest.substring(0, colon), port.equals("*") ? 0 : Integer.parseInt(port));
  }

  public String endpoint() {
    try {
      if (server == null) {
        throw new IllegalStateException("it connects");
      }
      return server.getLocalAddress() instanceof InetSocketAddress address
          ? "tcp://" + address.getAddress().getHostAddress() + ":" + address.getPort()
          : "ipc://" + server.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the connection, if it listens. */
  public RawEnd accept() throws IOException {
    if (server != null) {
      channel = server.accept();
    }
    return this;
  }

  /** Writes all of a handshake at once; the other side's is never read. */
  public void shakeHands(String type) throws IOException {
    write(ByteBuffer.wrap(handshake(type)));
  }

  /** The bytes of a handshake: the greeting and READY. */
  public static byte[] handshake(String type) {
    ByteBuffer bytes = ByteBuffer.allocate(256);
    bytes.put((byte) 0xff).putLong(1).put((byte) 0x7f).put((byte) 3).put((byte) 0);
    bytes.put("NULL".getBytes(StandardCharsets.US_ASCII)).position(64);
    byte[] body = ready(type);
    bytes.put((byte) 4).put((byte) body.length).put(body);
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    return all;
  }

  private static byte[] ready(String type) {
    ByteBuffer body = ByteBuffer.allocate(64);
    body.put((byte) 5).put("READY".getBytes(StandardCharsets.US_ASCII));
    body.put((byte) 11).put("Socket-Type".getBytes(StandardCharsets.US_ASCII));
    body.putInt(type.length()).put(type.getBytes(StandardCharsets.US_ASCII));
    if (type.equals("DEALER")) {
      byte[] name = SocketKind.PEER.toByteArray();
      body.put((byte) 8).put("Identity".getBytes(StandardCharsets.US_ASCII));
      body.putInt(name.length).put(name);
    }
    byte[] bytes = new byte[body.position()];
    body.flip().get(bytes);
    return bytes;
  }

  /** Writes bytes. */
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel == null) {
        throw new IllegalStateException("there is no connection");
      }
      channel.write(bytes);
    }
  }

  /** Breaks the connection, with a reset where there is such a thing. */
  public void reset() throws IOException {
    if (channel != null) {
      if (channel.isOpen() && channel.getLocalAddress() instanceof InetSocketAddress) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.close();
    }
  }

  /** Breaks the connection and stops listening. */
  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    reset();
  }
}
