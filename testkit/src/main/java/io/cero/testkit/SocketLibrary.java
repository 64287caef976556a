package io.cero.testkit;

/**
 * An ØMQ library inside the test's JVM. Public because one implementation lives in a class loader
 * of its own; tests use {@link Peer}.
 */
public interface SocketLibrary {

  /** Its name and version. */
  String version();

  /** Whether it has this socket type and this transport. */
  boolean supports(String socketType, String scheme);

  /** Makes a socket. */
  SocketDriver open(String socketType);

  /** Ends the library after its sockets were closed; may wait for their linger. */
  void close();
}
