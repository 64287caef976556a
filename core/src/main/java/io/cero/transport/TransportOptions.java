package io.cero.transport;

import io.cero.IpcOptions;
import io.cero.TcpOptions;

/**
 * The options of a socket that concern its channels.
 *
 * @param tcp for tcp, and for providers that run over it
 * @param ipc for Unix domain sockets
 */
public record TransportOptions(TcpOptions tcp, IpcOptions ipc) {

  /** Returns the default of every value. */
  public static TransportOptions defaults() {
    return new TransportOptions(TcpOptions.defaults(), IpcOptions.defaults());
  }
}
