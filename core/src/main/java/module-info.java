/** The ØMQ engine and its public API, {@code io.cero}. */
module io.cero {
  requires transitive io.cero.wire;
  requires static transitive org.jspecify;
  requires static jdk.net;

  exports io.cero;
  exports io.cero.transport;

  uses io.cero.transport.Transport;
}
