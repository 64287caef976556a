package io.cero.transport;

import io.cero.EndpointException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Numeric IP addresses from and to text, without ever asking a name server. */
final class NumericAddress {

  private NumericAddress() {}

  /** Returns the address, or null if the host is not made of digits and dots alone. */
  static @Nullable InetAddress parseIpv4(String text, String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return null;
      }
    }
    String[] parts = host.split("\\.", -1);
    byte[] address = new byte[4];
    boolean valid = parts.length == address.length;
    for (int i = 0; valid && i < address.length; i++) {
      valid = !parts[i].isEmpty() && parts[i].length() <= 3 && Integer.parseInt(parts[i]) <= 255;
      if (valid) {
        address[i] = (byte) Integer.parseInt(parts[i]);
      }
    }
    if (!valid) {
      throw HostAndPort.malformed(text, Quoted.of(host) + " is not an IPv4 address");
    }
    return ofBytes(address);
  }

  /** Returns the address of a host that contains a colon and no zone. */
  static InetAddress parseIpv6(String text, String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.' || c > 'f') {
        throw HostAndPort.malformed(text, Quoted.of(host) + " is not an IPv6 address");
      }
    }
    try {
      return InetAddress.getByName(host); // a text with a colon is never looked up
    } catch (UnknownHostException e) {
      throw HostAndPort.malformed(text, Quoted.of(host) + " is not an IPv6 address");
    }
  }

  /** Returns an IPv6 address in the scope of an interface, given by its name or number. */
  static InetAddress withZone(String text, InetAddress address, @Nullable String zone) {
    if (zone == null) {
      return address;
    }
    try {
      byte[] bytes = address.getAddress();
      if (bytes.length == 16) {
        if (zone.matches("[0-9]{1,9}")) {
          return Inet6Address.getByAddress(null, bytes, Integer.parseInt(zone));
        }
        NetworkInterface scope = NetworkInterface.getByName(zone);
        if (scope != null) {
          return Inet6Address.getByAddress(null, bytes, scope.getIndex());
        }
      }
    } catch (UnknownHostException | SocketException e) {
      throw noZone(text, zone, e);
    }
    throw noZone(text, zone, null);
  }

  private static EndpointException noZone(String text, String zone, @Nullable Exception cause) {
    return new EndpointException(
        text,
        "after % comes the name or number of an interface of this machine, not " + Quoted.of(zone),
        cause);
  }

  /** Returns the address as RFC 5952 writes it, without brackets. */
  static String format(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int gap = 0;
    int gapLength = 1; // a single zero group is written out
    for (int start = 0; start < groups.length; start++) {
      int end = start;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - start > gapLength) {
        gap = start;
        gapLength = end - start;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (gapLength > 1 && i == gap) {
        text.append("::");
        i += gapLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(groups[i]));
    }
    String full = address.getHostAddress();
    int percent = full.indexOf('%');
    return percent < 0 ? text.toString() : text + full.substring(percent);
  }

  private static InetAddress ofBytes(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}
