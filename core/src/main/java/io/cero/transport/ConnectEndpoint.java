package io.cero.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that a stream transport can dial.
 *
 * <p>One attempt goes: {@link #resolve} (never on an I/O thread if it {@link #isName}; again before
 * every reconnect), then for each address in turn {@link #open}, the selector until the channel is
 * connectable, {@link SocketChannel#finishConnect}, and {@link #connected}. The next address may be
 * opened while the one before is still pending; RFC 8305 recommends after 250 ms.
 */
public non-sealed interface ConnectEndpoint extends Endpoint {

  /** True if {@link #resolve} may wait for a name server: the endpoint is a name, no address. */
  boolean isName(TransportOptions options);

  /**
   * Returns the addresses to try, in this order: never empty, and the families alternate where
   * there are two. May block if it {@link #isName}.
   *
   * @throws IOException if there is no such host, or none with an address of a wanted family
   */
  List<SocketAddress> resolve(TransportOptions options) throws IOException;

  /**
   * Opens a non-blocking channel, configures it, gives it its source address and starts to connect.
   * The result may be connected already. Does not block.
   *
   * @throws IOException if the attempt failed at once; nothing stays open
   */
  SocketChannel open(SocketAddress address, TransportOptions options) throws IOException;

  /**
   * Checks a channel whose connect has just been finished.
   *
   * @throws IOException if it must not be used; the caller closes it
   */
  default void connected(SocketChannel channel) throws IOException {}

  /**
   * Returns the exchange with a proxy that comes before the peer's first byte, a new one for each
   * connection; null if there is no proxy.
   */
  default @Nullable Socks5Handshake proxyHandshake(TransportOptions options) {
    return null;
  }

  /** Returns how an address of this endpoint is shown, for example {@code tcp://127.0.0.1:5555}. */
  String describe(SocketAddress address);
}
