package io.cero.transport;

import io.cero.EndpointException;
import io.cero.SocksProxy;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The {@code host:port} of a tcp endpoint.
 *
 * @param host without brackets: {@code *}, a numeric address, an interface's name or a host's name
 * @param literal the host as an address, if it is numeric and has no zone
 * @param zone what follows {@code %} in a scoped IPv6 address
 * @param port 0 to 65,535; 0 lets the system choose
 */
record HostAndPort(String host, @Nullable InetAddress literal, @Nullable String zone, int port) {

  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_NAME = 253;

  /** Parses what can be bound: wildcards and interface names are allowed. */
  static HostAndPort local(String text, String address) {
    HostAndPort parsed = parse(text, address, true);
    String host = parsed.host;
    if (!parsed.isWildcard() && parsed.literal == null) {
      for (int i = 0; i < host.length(); i++) {
        char c = host.charAt(i);
        if (c <= ' ' || c > '~' || c == '/' || c == ';' || c == '*') {
          throw malformed(text, Quoted.of(host) + " is neither *, an address nor a name");
        }
      }
    }
    return parsed;
  }

  /** Parses what can be connected to: a host and a port that are really there. */
  static HostAndPort remote(String text, String address) {
    HostAndPort parsed = parse(text, address, false);
    String host = parsed.host;
    if (parsed.isWildcard()) {
      throw malformed(text, "* can be bound but not connected to");
    }
    if (parsed.literal == null) {
      if (host.length() > LONGEST_NAME) {
        throw malformed(text, "a host's name has at most " + LONGEST_NAME + " characters");
      }
      for (int i = 0; i < host.length(); i++) {
        char c = host.charAt(i);
        boolean inName =
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (i > 0 && (c == '-' || c == '.'))
                || c == '_';
        if (!inName) {
          throw malformed(text, Quoted.of(host) + " is neither an address nor a host's name");
        }
      }
    }
    if (parsed.port == 0) {
      throw malformed(text, "port 0 can be bound but not connected to");
    }
    return parsed;
  }

  /** Returns where a proxy is. */
  static HostAndPort of(SocksProxy proxy) {
    String host = proxy.host();
    String address = host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
    return remote("socks5://" + address + ":" + proxy.port(), address + ":" + proxy.port());
  }

  private static HostAndPort parse(String text, String address, boolean local) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      throw malformed(text, "the port is missing");
    }
    String host = address.substring(0, colon);
    int port = port(text, address.substring(colon + 1), local);
    boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 1;
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw malformed(text, "the host is missing" + (local ? " (* is every interface)" : ""));
    }
    if (host.indexOf(':') < 0) {
      if (bracketed) {
        throw malformed(text, "brackets are for IPv6 addresses");
      }
      return new HostAndPort(host, NumericAddress.parseIpv4(text, host), null, port);
    }
    int percent = host.indexOf('%');
    String zone = percent < 0 ? null : host.substring(percent + 1);
    InetAddress literal =
        NumericAddress.parseIpv6(text, percent < 0 ? host : host.substring(0, percent));
    if (zone != null && zone.isEmpty()) {
      throw malformed(text, "the zone after % is missing");
    }
    return new HostAndPort(host, literal, zone, port);
  }

  private static int port(String text, String port, boolean local) {
    if (port.equals("*")) {
      if (local) {
        return 0;
      }
      throw malformed(text, "port * can be bound but not connected to");
    }
    int number = 0;
    boolean digits = !port.isEmpty() && port.length() <= 5;
    for (int i = 0; digits && i < port.length(); i++) {
      char c = port.charAt(i);
      digits = c >= '0' && c <= '9';
      number = number * 10 + (c - '0');
    }
    if (!digits || number > HIGHEST_PORT) {
      throw malformed(
          text,
          "the port "
              + Quoted.of(port)
              + (local ? " is neither * nor" : " is not")
              + " a number up to 65535");
    }
    return number;
  }

  static EndpointException malformed(String text, String reason) {
    return new EndpointException(
        text, reason + "; tcp needs host:port, for example tcp://127.0.0.1:5555");
  }

  boolean isWildcard() {
    return host.equals("*");
  }
}
