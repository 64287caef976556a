package io.cero.transport;

/**
 * A stream transport: the provider of one scheme.
 *
 * <p>Providers are found with {@link java.util.ServiceLoader}; the schemes {@code tcp}, {@code ipc}
 * and {@code inproc} are built in and cannot be replaced. A provider is used by many threads at
 * once.
 */
public interface Transport {

  /** Returns the scheme, as it stands before {@code ://}. */
  String scheme();

  /**
   * Parses an address to bind to.
   *
   * @param text the whole text, for messages and for {@link Endpoint#text}
   * @param address what follows {@code ://}, not empty
   * @throws io.cero.EndpointException if the address is wrong
   */
  BindEndpoint forBind(String text, String address);

  /**
   * Parses an address to connect to.
   *
   * @param text the whole text, for messages and for {@link Endpoint#text}
   * @param address what follows {@code ://}, not empty
   * @throws io.cero.EndpointException if the address is wrong
   */
  ConnectEndpoint forConnect(String text, String address);
}
