package io.cero.campaigns.frame;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** TCP ports on this machine. */
public final class Ports {
  /** Holds a port without listening on it, so that nobody else ever does. */
  private static @Nullable SocketChannel holder;

  private Ports() {}

  /** A port of 127.0.0.1 on which nobody listens as long as this JVM runs: connects are refused. */
  public static synchronized int unused() throws IOException {
    if (holder == null) {
      holder = SocketChannel.open();
      holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }
    return ((InetSocketAddress) holder.getLocalAddress()).getPort();
  }
}
