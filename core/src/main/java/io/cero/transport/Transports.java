package io.cero.transport;

import io.cero.EndpointException;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The transports of this JVM by scheme: the built-in ones and those that providers add. */
final class Transports {

  private static final System.Logger LOGGER = System.getLogger(Transports.class.getName());
  private static final Map<String, Transport> BY_SCHEME = discover();

  private Transports() {}

  static Transport of(String text, String scheme) {
    Transport transport = BY_SCHEME.get(scheme);
    if (transport != null) {
      return transport;
    }
    if (scheme.equals("pgm")) {
      throw new EndpointException(
          text,
          "pgm needs raw IP sockets, which is not possible in pure Java; use tcp, or a broker");
    }
    Set<String> known = new TreeSet<>(BY_SCHEME.keySet());
    known.add(InprocEndpoint.SCHEME);
    throw EndpointException.unknownScheme(text, known);
  }

  private static Map<String, Transport> discover() {
    Map<String, Transport> transports = new TreeMap<>();
    for (Transport builtIn : new Transport[] {new TcpTransport(), new IpcTransport()}) {
      transports.put(builtIn.scheme(), builtIn);
    }
    Iterator<Transport> providers =
        ServiceLoader.load(Transport.class, Transport.class.getClassLoader()).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return Map.copyOf(transports);
        }
        Transport provider = providers.next();
        transports.putIfAbsent(provider.scheme(), provider);
      } catch (ServiceConfigurationError unusable) {
        LOGGER.log(Level.WARNING, "a transport provider cannot be loaded", unusable);
      }
    }
  }
}
