package io.cero.transport;

import io.cero.KeepAlive;
import io.cero.TcpOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The options of a tcp channel, the same for dialled and accepted ones. */
final class TcpSettings {

  private static final Set<String> MISSING = ConcurrentHashMap.newKeySet();

  private TcpSettings() {}

  static void apply(SocketChannel channel, TcpOptions options) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // batching is done above
    if (options.sendBufferSize() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBufferSize());
    }
    if (options.receiveBufferSize() > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBufferSize());
    }
    if (options.typeOfService() != 0) {
      channel.setOption(StandardSocketOptions.IP_TOS, options.typeOfService());
    }
    KeepAlive keepAlive = options.keepAlive();
    if (keepAlive.mode() != KeepAlive.Mode.SYSTEM) {
      boolean on = keepAlive.mode() == KeepAlive.Mode.ON;
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, on);
    }
    if (keepAlive.mode() != KeepAlive.Mode.OFF) {
      setTiming(channel, "TCP_KEEPIDLE", Math.toIntExact(keepAlive.idle().toSeconds()));
      setTiming(channel, "TCP_KEEPINTERVAL", Math.toIntExact(keepAlive.interval().toSeconds()));
      setTiming(channel, "TCP_KEEPCOUNT", keepAlive.count());
    }
  }

  /**
   * Sets an option of the module {@code jdk.net}, found by its name: the module may be absent from
   * the image, and the option from the system.
   */
  @SuppressWarnings("unchecked")
  private static void setTiming(SocketChannel channel, String name, int value) throws IOException {
    if (value <= 0) {
      return;
    }
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(name) && option.type() == Integer.class) {
        channel.setOption((SocketOption<Integer>) option, value);
        return;
      }
    }
    if (MISSING.add(name)) {
      System.getLogger(TcpSettings.class.getName())
          .log(Level.WARNING, "{0} is not available here (module jdk.net, system): ignored", name);
    }
  }
}
