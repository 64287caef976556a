/** ZMTP without sockets, threads or clocks: bytes in, bytes out. */
module io.cero.wire {
  requires static transitive org.jspecify;

  exports io.cero.wire;
}
