package io.cero.transport;

import io.cero.EndpointException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of this machine that a wildcard, an interface's or a host's name stands for.
 */
final class LocalAddress {

  private LocalAddress() {}

  /**
   * Returns the address to bind.
   *
   * @param ipv6 whether a wildcard or an interface stands for its IPv6 address
   * @param names whether the host may be a name that a name server knows
   */
  static InetSocketAddress resolve(String text, HostAndPort local, boolean ipv6, boolean names) {
    return new InetSocketAddress(address(text, local, ipv6, names), local.port());
  }

  private static InetAddress address(String text, HostAndPort local, boolean ipv6, boolean names) {
    if (local.isWildcard()) {
      return any(ipv6);
    }
    if (local.literal() != null) {
      return NumericAddress.withZone(text, local.literal(), local.zone());
    }
    NetworkInterface network = networkInterface(text, local.host());
    if (network != null) {
      InetAddress found = best(Collections.list(network.getInetAddresses()), ipv6, ipv6);
      if (found == null) {
        throw new EndpointException(
            text,
            "interface " + local.host() + " has no " + (ipv6 ? "IPv6" : "IPv4") + " address now");
      }
      return found;
    }
    if (!names) {
      throw new EndpointException(
          text,
          "a source is an address or an interface of this machine; there is no interface "
              + Quoted.of(local.host()));
    }
    try {
      InetAddress found = best(List.of(InetAddress.getAllByName(local.host())), ipv6, false);
      if (found != null) {
        return found;
      }
      throw new EndpointException(
          text, "this name has no IPv4 address; switch on ipv6 or use a numeric address");
    } catch (UnknownHostException e) {
      throw new EndpointException(
          text,
          "there is no interface and no host of this name; use *, an address of this machine or the"
              + " name of an interface",
          e);
    }
  }

  private static InetAddress any(boolean ipv6) {
    try {
      return InetAddress.getByAddress(new byte[ipv6 ? 16 : 4]);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  private static @Nullable NetworkInterface networkInterface(String text, String name) {
    try {
      return NetworkInterface.getByName(name);
    } catch (SocketException e) {
      throw new EndpointException(text, "the interfaces of this machine cannot be listed", e);
    }
  }

  /** Returns the first address of the wanted family; an IPv6 address beyond the link is better. */
  private static @Nullable InetAddress best(
      List<InetAddress> addresses, boolean ipv6, boolean onlyIpv6) {
    InetAddress best = null;
    for (InetAddress address : addresses) {
      if (rank(address, ipv6, onlyIpv6) > (best == null ? 0 : rank(best, ipv6, onlyIpv6))) {
        best = address;
      }
    }
    return best;
  }

  private static int rank(InetAddress address, boolean ipv6, boolean onlyIpv6) {
    if (address instanceof Inet4Address) {
      return onlyIpv6 ? 0 : 1;
    }
    if (!ipv6 || !(address instanceof Inet6Address)) {
      return 0;
    }
    return address.isLinkLocalAddress() ? 2 : 3;
  }
}
