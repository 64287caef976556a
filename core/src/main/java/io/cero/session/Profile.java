package io.cero.session;

import io.cero.OptionException;
import io.cero.OverflowOptions;
import io.cero.PeerMetadata;
import io.cero.RoutingId;
import io.cero.Security;
import io.cero.SocketOptions;
import io.cero.overflow.Movers;
import io.cero.overflow.Place;
import io.cero.pattern.Events;
import io.cero.pattern.Inbox;
import io.cero.pattern.Ledger;
import io.cero.pattern.Peer;
import io.cero.pattern.SubscriptionSet;
import io.cero.pipe.ChunkPool;
import io.cero.pipe.Destination;
import io.cero.pipe.Log;
import io.cero.pipe.OverflowLog;
import io.cero.pipe.Pipe;
import io.cero.pipe.Slot;
import io.cero.reactor.Reactor;
import io.cero.transport.TransportOptions;
import io.cero.wire.LocalPeer;
import io.cero.wire.PlainClient;
import io.cero.wire.PlainServer;
import io.cero.wire.RemotePeer;
import io.cero.wire.SocketType;
import io.cero.wire.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sessions need to know of the socket that they belong to. Immutable once the socket is made,
 * but for the linger and the marks; read by the I/O side.
 */
public final class Profile {
  /** The socket's type. */
  public final SocketType type;

  /** What the application set. */
  public final SocketOptions<?> options;

  /** The same for transports. */
  public final TransportOptions transport;

  /** True if bytes pass without ZMTP: a STREAM, or a raw ROUTER. */
  public final boolean raw;

  /** True if each pipe holds one message, the newest. */
  public final boolean conflate;

  /** What this socket calls itself; empty if nothing. */
  public final byte[] identity;

  /** The frames of the messages that the I/O side makes up, or null. */
  public final byte @Nullable [][] hello;

  /** Told to the application's side when a bound connection is lost. */
  public final byte @Nullable [][] goodbye;

  /** Told to the application's side when a connecting one is lost. */
  public final byte @Nullable [][] hiccup;

  /** The context's memory. */
  public final ChunkPool pool;

  /** Where happenings are told. */
  public final Events events;

  /** What went through the socket, by peer. */
  public final Ledger ledger;

  /** Where peers post. */
  public final Inbox inbox;

  /** The run of messages that the socket's thread is sending. */
  public final Run run = new Run();

  /** The buffer into which the socket's thread waits to receive. */
  public final Destination destination = new Destination();

  /** Looks names up. */
  public final Executor resolver;

  private final Lifetimes lifetimes;
  private final Supplier<Reactor> reactors;
  private final @Nullable Place overflow;
  private final Movers movers;

  /** What the last peer said of itself: most say the same, and share it. Any reactor. */
  private volatile Map<String, String> lastProperties = Map.of();

  /** The prefixes that a SUB or XSUB subscribes to now; any thread iterates. */
  public volatile @Nullable SubscriptionSet subscriptions;

  /** How long what was sent may linger once the socket is closed. */
  public volatile long lingerNanos;

  /** The marks of pipes made from now on. */
  public volatile int sendMark;

  /** The same for what is received. */
  public volatile int receiveMark;

  /** What is particular to types, gathered by the socket. */
  public record Particulars(
      SocketType type,
      boolean raw,
      boolean conflate,
      byte[] identity,
      byte @Nullable [][] hello,
      byte @Nullable [][] goodbye,
      byte @Nullable [][] hiccup) {}

  /** What is common to the sockets of a context. */
  public record Surroundings(
      ChunkPool pool,
      Lifetimes lifetimes,
      Executor resolver,
      Movers movers,
      Supplier<Reactor> reactors) {}

  /** A profile. */
  public Profile(
      Particulars particulars,
      SocketOptions<?> options,
      Surroundings surroundings,
      Events events,
      Inbox inbox) {
    this.type = particulars.type();
    this.raw = particulars.raw();
    this.conflate = particulars.conflate();
    this.identity = particulars.identity();
    this.hello = particulars.hello();
    this.goodbye = particulars.goodbye();
    this.hiccup = particulars.hiccup();
    this.options = options;
    this.transport = new TransportOptions(options.tcp(), options.ipc());
    this.pool = surroundings.pool();
    this.lifetimes = surroundings.lifetimes();
    this.resolver = surroundings.resolver();
    this.reactors = surroundings.reactors();
    this.movers = surroundings.movers();
    this.overflow = options.overflow().map(asked -> place(asked, conflate)).orElse(null);
    this.events = events;
    this.ledger = new Ledger(type, events);
    this.inbox = inbox;
    this.lingerNanos = Durations.nanos(options.linger());
    this.sendMark = options.sendHighWaterMark();
    this.receiveMark = options.receiveHighWaterMark();
  }

  /** Where queues overflow to, once what others have left there is removed. */
  private static Place place(OverflowOptions asked, boolean conflate) {
    if (conflate) {
      throw new OptionException(
          "overflow", "a socket with conflate keeps one message and has nothing to overflow");
    }
    Place place = new Place(asked.directory(), asked.maximumBytes(), asked.segmentBytes());
    try {
      place.sweep();
    } catch (IOException e) {
      throw new OptionException(
          "overflow", asked.directory() + " is not a directory that can be read: " + e);
    }
    if (!Files.isWritable(asked.directory())) {
      throw new OptionException("overflow", asked.directory() + " cannot be written to");
    }
    return place;
  }

  /** Something of the socket begins to live on a reactor: its context waits for it to end. */
  void begins() {
    lifetimes.begin();
    events.begins();
  }

  /** It has ended, and told so. */
  void ends() {
    events.ends();
    lifetimes.end();
  }

  /** The reactor for a new endpoint. */
  Reactor reactor() {
    return reactors.get();
  }

  /** A peer with pipes of this socket's marks. */
  Peer newPeer(String endpoint, boolean connecting) {
    Pipe out = conflate && sends() ? new Slot() : newOutbound();
    Pipe in =
        conflate && receives()
            ? new Slot()
            : new Log(pool, isPublisher() ? 0 : receiveMark, options.receiveByteBudget());
    return new Peer(inbox, out, in, endpoint, connecting);
  }

  private Log newOutbound() {
    long budget = options.sendByteBudget();
    return overflow == null || !sends()
        ? new Log(pool, sendMark, budget)
        : OverflowLog.of(pool, sendMark, budget, overflow, movers);
  }

  /** True if what peers send are subscriptions, which pass outside the marks. */
  boolean isPublisher() {
    return type == SocketType.PUB || type == SocketType.XPUB;
  }

  boolean isSubscriber() {
    return type == SocketType.SUB || type == SocketType.XSUB;
  }

  /** True if messages of the application go out; what else does is subscriptions. */
  public boolean sends() {
    return type != SocketType.PULL && type != SocketType.SUB;
  }

  /** True if messages come in for the application; what else does is subscriptions. */
  public boolean receives() {
    return type != SocketType.PUSH && type != SocketType.PUB;
  }

  /** What this side says of itself to a peer at an address. */
  LocalPeer localPeer(String address) {
    LocalPeer local = LocalPeer.of(type).withIdentity(identity);
    if (!options.properties().isEmpty()) {
      Map<String, byte[]> metadata = new LinkedHashMap<>();
      options
          .properties()
          .forEach((name, value) -> metadata.put(name, value.getBytes(StandardCharsets.UTF_8)));
      local = local.withMetadata(metadata);
    }
    Security security = options.security();
    if (security instanceof Security.PlainClient client) {
      return local.withMechanism(new PlainClient(client.user(), client.password()));
    }
    if (security instanceof Security.PlainServer server) {
      return local.withMechanism(
          new PlainServer(
              credentials -> {
                String user = new String(credentials.username(), StandardCharsets.UTF_8);
                String password = new String(credentials.password(), StandardCharsets.UTF_8);
                return server.authenticator().accepts(user, password, address)
                    ? Verdict.accept(user)
                    : Verdict.refuse("the authenticator said no to " + user);
              }));
    }
    return local;
  }

  /** What the application is told of a peer. */
  PeerMetadata metadata(RemotePeer remote, String address) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> property : remote.properties().entrySet()) {
      properties.put(property.getKey(), new String(property.getValue(), StandardCharsets.UTF_8));
    }
    byte[] identity = remote.identity();
    Map<String, String> before = lastProperties;
    PeerMetadata metadata =
        new PeerMetadata(
            address,
            remote.userId(),
            remote.type(),
            identity.length == 0 ? Optional.empty() : Optional.of(RoutingId.of(identity)),
            before.equals(properties) ? before : properties);
    lastProperties = metadata.properties();
    return metadata;
  }

  /** What is told of a peer that speaks no ZMTP. */
  static PeerMetadata rawMetadata(String address) {
    return PeerMetadata.ofAddress(address);
  }

  /** The frames of a message, or null where there is none. */
  public static byte @Nullable [][] frames(List<byte[]> frames) {
    return frames.isEmpty() ? null : frames.toArray(byte[][]::new);
  }
}
