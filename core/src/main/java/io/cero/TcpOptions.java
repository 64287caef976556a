package io.cero;

import java.time.Duration;
import java.util.Optional;

/**
 * What concerns the TCP connections and listeners of a socket. TCP_NODELAY is always on.
 *
 * @param keepAlive the TCP keep-alive
 * @param sendBufferSize the kernel's send buffer in bytes; -1 leaves it to the system
 * @param receiveBufferSize the kernel's receive buffer in bytes; -1 leaves it to the system
 * @param typeOfService the IP header's type-of-service octet, 0 to 255
 * @param connectTimeout how long a connection may take to be made; zero leaves it to the system
 * @param backlog how many connections may wait to be accepted, at least 1
 * @param ipv6 whether names and wildcards stand for IPv6 addresses too; without it they stand for
 *     IPv4 addresses only. An IPv6 address written out is always taken
 * @param socksProxy the proxy through which connections are made; empty for none
 */
public record TcpOptions(
    KeepAlive keepAlive,
    int sendBufferSize,
    int receiveBufferSize,
    int typeOfService,
    Duration connectTimeout,
    int backlog,
    boolean ipv6,
    Optional<SocksProxy> socksProxy) {

  private static final TcpOptions DEFAULTS =
      new TcpOptions(KeepAlive.system(), -1, -1, 0, Duration.ZERO, 100, false, Optional.empty());

  /**
   * Checks the values.
   *
   * @throws OptionException if one is out of its range
   */
  public TcpOptions {
    bufferSize("tcp sendBufferSize", sendBufferSize);
    bufferSize("tcp receiveBufferSize", receiveBufferSize);
    OptionCheck.between("tcp typeOfService", typeOfService, 0, 255);
    OptionCheck.notNegative("tcp connectTimeout", connectTimeout);
    OptionCheck.atLeast("tcp backlog", backlog, 1, "a listener needs room for one connection");
  }

  private static void bufferSize(String option, int size) {
    if (size != -1) {
      OptionCheck.atLeast(option, size, 1, "give bytes, or -1 for the system's default");
    }
  }

  /** Returns the default of every value. */
  public static TcpOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another keep-alive. */
  public TcpOptions withKeepAlive(KeepAlive keepAlive) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with another send buffer size in bytes; -1 for the system's. */
  public TcpOptions withSendBufferSize(int sendBufferSize) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with another receive buffer size in bytes; -1 for the system's. */
  public TcpOptions withReceiveBufferSize(int receiveBufferSize) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with another type-of-service octet, 0 to 255. */
  public TcpOptions withTypeOfService(int typeOfService) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with another connect timeout; zero leaves it to the system. */
  public TcpOptions withConnectTimeout(Duration connectTimeout) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with another backlog, at least 1. */
  public TcpOptions withBacklog(int backlog) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with IPv6 for names and wildcards, or without. */
  public TcpOptions withIpv6(boolean ipv6) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        socksProxy);
  }

  /** Returns these options with a proxy through which connections are made. */
  public TcpOptions withSocksProxy(SocksProxy socksProxy) {
    return new TcpOptions(
        keepAlive,
        sendBufferSize,
        receiveBufferSize,
        typeOfService,
        connectTimeout,
        backlog,
        ipv6,
        Optional.of(socksProxy));
  }
}
