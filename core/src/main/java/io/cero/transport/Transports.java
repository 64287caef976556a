package io.cero.transport;

import io.cero.EndpointException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Transports by scheme: the built-in ones and those that providers add. */
final class Transports {

  private static final Transports OF_THIS_JVM =
      with(ServiceLoader.load(Transport.class, Transport.class.getClassLoader()).iterator());

  private final Map<String, Transport> byScheme = new TreeMap<>();

  /** Why providers could not be loaded: of interest when a scheme is missed. */
  private final List<ServiceConfigurationError> failures = new ArrayList<>();

  private Transports() {
    for (Transport builtIn : new Transport[] {new TcpTransport(), new IpcTransport()}) {
      byScheme.put(builtIn.scheme(), builtIn);
    }
  }

  /** Returns the transport that serves an endpoint, of those that are installed. */
  static Transport of(SchemeAndAddress parts, String text) {
    return OF_THIS_JVM.serving(text, parts.scheme());
  }

  /** Adds providers to the built-in transports; one that cannot be loaded is left out. */
  static Transports with(Iterator<Transport> providers) {
    Transports transports = new Transports();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return transports;
        }
        Transport provider = providers.next();
        if (!provider.scheme().equals(InprocEndpoint.SCHEME)) {
          transports.byScheme.putIfAbsent(provider.scheme(), provider);
        }
      } catch (ServiceConfigurationError unusable) {
        transports.failures.add(unusable);
      }
    }
  }

  Transport serving(String text, String scheme) {
    Transport transport = byScheme.get(scheme);
    if (transport != null) {
      return transport;
    }
    if (scheme.equals("pgm")) {
      throw new EndpointException(
          text, "pgm needs raw IP sockets, which is not possible in pure Java; use tcp");
    }
    Set<String> known = new TreeSet<>(byScheme.keySet());
    known.add(InprocEndpoint.SCHEME);
    EndpointException unknown = EndpointException.unknownScheme(text, known);
    failures.forEach(unknown::addSuppressed);
    throw unknown;
  }
}
