package io.cero.testkit;

import com.spotify.netty4.handler.codec.zmtp.ZMTPProtocol;
import com.spotify.netty4.handler.codec.zmtp.ZMTPSocketType;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Spotify's ZMTP codec with just enough of the patterns around it. Over tcp only; queues have no
 * high-water mark inbound.
 */
final class NettyLibrary implements SocketLibrary {
  private final String version;
  private final ZMTPProtocol protocol;
  private final NioEventLoopGroup group = new NioEventLoopGroup(1);

  NettyLibrary(String version, ZMTPProtocol protocol) {
    this.version = version;
    this.protocol = protocol;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean supports(String socketType, String scheme) {
    return scheme.equals("tcp")
        && Arrays.stream(ZMTPSocketType.values()).anyMatch(type -> type.name().equals(socketType));
  }

  @Override
  public SocketDriver open(String socketType) {
    if (!supports(socketType, "tcp")) {
      throw new IllegalArgumentException(version + " has no " + socketType);
    }
    return new NettySocket(group, protocol, ZMTPSocketType.valueOf(socketType));
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
