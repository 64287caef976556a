package io.cero.session;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A channel of which nothing works but being open and being closed. */
class SocketChannelStub extends SocketChannel {
  SocketChannelStub() {
    super(SelectorProvider.provider());
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("a stub");
  }

  @Override
  protected void implCloseSelectableChannel() {}

  @Override
  protected void implConfigureBlocking(boolean block) {}

  @Override
  public SocketChannel bind(SocketAddress local) {
    throw unsupported();
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) {
    throw unsupported();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw unsupported();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public SocketChannel shutdownInput() {
    throw unsupported();
  }

  @Override
  public SocketChannel shutdownOutput() {
    throw unsupported();
  }

  @Override
  public Socket socket() {
    throw unsupported();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isConnectionPending() {
    return false;
  }

  @Override
  public boolean connect(SocketAddress remote) {
    throw unsupported();
  }

  @Override
  public boolean finishConnect() {
    throw unsupported();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    throw unsupported();
  }

  @Override
  public SocketAddress getLocalAddress() {
    throw unsupported();
  }

  @Override
  public int read(ByteBuffer target) {
    throw unsupported();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int write(ByteBuffer source) {
    throw unsupported();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unsupported();
  }
}
