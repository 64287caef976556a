package io.cero;

import io.cero.wire.SocketType;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the peer that a message came from, or with which a handshake succeeded. One
 * value per connection, shared by all its messages.
 *
 * @param address the peer's address as the system knows it, for instance {@code 127.0.0.1:40312};
 *     empty where there is none
 * @param userId who the peer has shown itself to be, by an authenticator; empty without one
 * @param socketType the pattern that the peer announced; empty for a raw TCP peer
 * @param identity the identity that the peer announced; empty where it announced none
 * @param properties all properties that the peer announced, {@code X-} ones included, as UTF-8
 *     text; names are looked up without regard to case (RFC 37)
 */
public record PeerMetadata(
    String address,
    Optional<String> userId,
    Optional<SocketType> socketType,
    Optional<RoutingId> identity,
    Map<String, String> properties) {

  /** Copies the properties, unless they are those of another value. */
  public PeerMetadata {
    if (!(properties instanceof Properties)) {
      properties = new Properties(properties);
    }
  }

  /** Properties that nobody changes, so that peers who say the same of themselves share them. */
  private static final class Properties extends AbstractMap<String, String> {
    private final TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Properties(Map<String, String> properties) {
      byName.putAll(properties);
    }

    @Override
    public @Nullable String get(Object name) {
      return byName.get(name);
    }

    @Override
    public boolean containsKey(Object name) {
      return byName.containsKey(name);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return Collections.unmodifiableMap(byName).entrySet();
    }
  }

  /** Returns what is known of a peer of which only the address is known. */
  public static PeerMetadata ofAddress(String address) {
    return new PeerMetadata(
        address, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  /** Returns the value of one property, by its name in any case. */
  public Optional<String> property(String name) {
    return Optional.ofNullable(properties.get(name));
  }
}
