package io.cero.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;

/**
 * One end of a connection that sends and expects bytes as the test says, honest or not. Every call
 * ends within {@link Peers#DEADLINE}. For one thread at a time.
 */
public final class RawPeer implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector selector;

  private RawPeer(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    if (channel.getRemoteAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.register(selector, SelectionKey.OP_READ);
  }

  /**
   * Connects.
   *
   * @param endpoint {@code tcp://host:port} or {@code ipc://path}, where somebody listens
   */
  public static RawPeer connect(String endpoint) {
    try {
      return new RawPeer(SocketChannel.open(address(endpoint)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to " + endpoint, e);
    }
  }

  /**
   * Listens, so that others connect to the test.
   *
   * @param endpoint such as {@code tcp://127.0.0.1:*} or {@code ipc://path}
   */
  public static Listener listen(String endpoint) {
    try {
      SocketAddress address = address(endpoint);
      ServerSocketChannel channel =
          address instanceof UnixDomainSocketAddress
              ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
              : ServerSocketChannel.open();
      channel.bind(address);
      return new Listener(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + endpoint, e);
    }
  }

  private static SocketAddress address(String endpoint) {
    if (endpoint.startsWith("ipc://")) {
      return UnixDomainSocketAddress.of(endpoint.substring("ipc://".length()));
    }
    if (!endpoint.startsWith("tcp://")) {
      throw new IllegalArgumentException("write tcp://host:port or ipc://path, not " + endpoint);
    }
    int colon = endpoint.lastIndexOf(':');
    String host = endpoint.substring("tcp://".length(), colon);
    String port = endpoint.substring(colon + 1);
    return new InetSocketAddress(
        host.equals("*") ? "0.0.0.0" : host.replace("[", "").replace("]", ""),
        port.equals("*") ? 0 : Integer.parseInt(port));
  }

  /**
   * Writes bytes, waiting for the other side to take them.
   *
   * @throws PeerException if it stops reading
   */
  public void write(byte... bytes) {
    long end = System.nanoTime() + Peers.DEADLINE.toNanos();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        // A slice at a time: the JDK copies what it writes, and keeps a buffer of that size.
        ByteBuffer slice = buffer.slice(buffer.position(), Math.min(65536, buffer.remaining()));
        int written = channel.write(slice);
        buffer.position(buffer.position() + written);
        if (written == 0 && !await(SelectionKey.OP_WRITE, end)) {
          throw new PeerException("the other side stopped reading");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the other side closed while the test wrote", e);
    }
  }

  /** Writes bytes given in hex; blanks between them are allowed: {@code "ff 00 01"}. */
  public void writeHex(String hex) {
    write(bytes(hex));
  }

  /** Writes bytes one by one, each in a segment of its own if the system agrees. */
  public void dribble(byte... bytes) {
    for (byte each : bytes) {
      write(each);
    }
  }

  /**
   * Writes without waiting for room.
   *
   * @return how many bytes the system took, 0 if the other side does not read
   */
  public int writeSome(byte... bytes) {
    try {
      return channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("the other side closed while the test wrote", e);
    }
  }

  /**
   * Reads exactly so many bytes.
   *
   * @throws PeerException if the other side closes or stays silent before; it shows what had come
   */
  public byte[] read(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    boolean open = readUntilFull(buffer);
    if (buffer.hasRemaining()) {
      throw new PeerException(
          (open ? "the other side fell silent" : "the other side closed")
              + " after "
              + buffer.position()
              + " of "
              + count
              + " bytes: "
              + HexFormat.ofDelimiter(" ").formatHex(buffer.array(), 0, buffer.position()));
    }
    return buffer.array();
  }

  /** Reads exactly so many bytes, as hex with a blank between them. */
  public String readHex(int count) {
    return HexFormat.ofDelimiter(" ").formatHex(read(count));
  }

  /**
   * Reads until the other side closes, and returns what came before.
   *
   * @throws PeerException if it does not close by the deadline
   */
  public byte[] readToEnd() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    while (readUntilFull(buffer)) {
      if (buffer.hasRemaining()) {
        throw new PeerException("the other side did not close within the deadline");
      }
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    all.write(buffer.array(), 0, buffer.position());
    return all.toByteArray();
  }

  /** Fills the buffer if it can; false means that the other side closed, kindly or not. */
  private boolean readUntilFull(ByteBuffer buffer) {
    long end = System.nanoTime() + Peers.DEADLINE.toNanos();
    while (buffer.hasRemaining()) {
      try {
        int read = channel.read(buffer);
        if (read < 0) {
          return false;
        }
        if (read == 0 && !await(SelectionKey.OP_READ, end)) {
          return true;
        }
      } catch (IOException e) {
        return false; // a reset
      }
    }
    return true;
  }

  private boolean await(int operation, long end) throws IOException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      return false;
    }
    channel.keyFor(selector).interestOps(operation);
    selector.select(millis);
    selector.selectedKeys().clear();
    return true;
  }

  /** Sends the end of the stream; reading goes on. */
  public void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks the connection with a reset instead of an orderly end; tcp only. */
  public void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  /** The connection itself, non-blocking, for its options. */
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    if (!selector.isOpen()) {
      return;
    }
    try (selector) {
      channel.close();
      selector.selectNow(); // a closed but registered channel keeps its descriptor until then
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  /** A place where others connect to the test. For one thread at a time. */
  public static final class Listener implements AutoCloseable {
    private final ServerSocketChannel channel;

    private Listener(ServerSocketChannel channel) {
      this.channel = channel;
    }

    /** The actual endpoint. */
    public String endpoint() {
      try {
        return channel.getLocalAddress() instanceof InetSocketAddress address
            ? "tcp://" + address.getAddress().getHostAddress() + ":" + address.getPort()
            : "ipc://" + channel.getLocalAddress();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Waits for the next connection.
     *
     * @throws PeerException if none comes by the deadline
     */
    public RawPeer accept() {
      try (Selector selector = Selector.open()) {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT);
        long end = System.nanoTime() + Peers.DEADLINE.toNanos();
        while (true) {
          SocketChannel accepted = channel.accept();
          if (accepted != null) {
            return new RawPeer(accepted);
          }
          long millis = (end - System.nanoTime()) / 1_000_000;
          if (millis <= 0) {
            throw new PeerException("nobody connected to " + endpoint());
          }
          selector.select(millis);
          selector.selectedKeys().clear();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot accept on " + endpoint(), e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
