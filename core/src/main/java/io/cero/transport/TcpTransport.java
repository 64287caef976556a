package io.cero.transport;

/** TCP over IPv4 and IPv6, {@code tcp://host:port}. */
final class TcpTransport implements Transport {

  @Override
  public String scheme() {
    return "tcp";
  }

  @Override
  public BindEndpoint forBind(String text, String address) {
    if (address.indexOf(';') >= 0) {
      throw HostAndPort.malformed(text, "a source address (before the ;) is for connecting only");
    }
    return new TcpBindEndpoint(text, HostAndPort.local(text, address));
  }

  @Override
  public ConnectEndpoint forConnect(String text, String address) {
    int semicolon = address.lastIndexOf(';');
    HostAndPort source =
        semicolon < 0 ? null : HostAndPort.local(text, address.substring(0, semicolon));
    HostAndPort target = HostAndPort.remote(text, address.substring(semicolon + 1));
    return new TcpConnectEndpoint(text, source, target);
  }
}
