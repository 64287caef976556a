package io.cero;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is set for one socket, when it is made: {@code context.router(o -> o.mandatory(true))}. This
 * class holds what every type has, a class per type adds what only that type has. Setters return
 * the options themselves; the method of the same name without argument reads the value back.
 *
 * <p>Of one thread until the socket is made; after that it can be read by any and changed by none.
 * What may change later (linger, the marks, the timeouts) is changed on the socket.
 *
 * <p>A duration is zero or more, to the nanosecond where the clock allows; {@link #FOREVER} has no
 * end.
 *
 * @param <O> the type itself, which its setters return
 */
public abstract sealed class SocketOptions<O extends SocketOptions<O>>
    permits DealerOptions,
        PairOptions,
        PubOptions,
        PullOptions,
        PushOptions,
        RepOptions,
        ReqOptions,
        RouterOptions,
        StreamOptions,
        SubOptions,
        XPubOptions,
        XSubOptions {

  /**
   * The duration without end. {@code TimeUnit.NANOSECONDS.convert(FOREVER)} is {@link
   * Long#MAX_VALUE}.
   */
  public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  /** How long a closed socket goes on delivering unless told otherwise. */
  public static final Duration DEFAULT_LINGER = Duration.ofSeconds(1);

  /** How many messages a pipe may hold in one direction unless told otherwise. */
  public static final int DEFAULT_HIGH_WATER_MARK = 1_000;

  /** How many bytes a pipe may hold in one direction unless told otherwise: 256 MiB. */
  public static final long DEFAULT_BYTE_BUDGET = 256L << 20;

  private boolean frozen;
  private int sendHighWaterMark = DEFAULT_HIGH_WATER_MARK;
  private int receiveHighWaterMark = DEFAULT_HIGH_WATER_MARK;
  private long sendByteBudget = DEFAULT_BYTE_BUDGET;
  private long receiveByteBudget = DEFAULT_BYTE_BUDGET;
  private Duration sendTimeout = FOREVER;
  private Duration receiveTimeout = FOREVER;
  private Duration busyPoll = Duration.ZERO;
  private boolean shared;
  private Duration linger;
  private Duration handshakeTimeout = Duration.ofSeconds(30);
  private long maximumMessageSize;
  private boolean immediate;
  private Heartbeat heartbeat = Heartbeat.none();
  private Reconnect reconnect = Reconnect.defaults();
  private TcpOptions tcp;
  private IpcOptions ipc = IpcOptions.defaults();
  private Security security = Security.none();
  private @Nullable OverflowOptions overflow;
  private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Makes options with the context's defaults. */
  SocketOptions(ContextOptions context) {
    this.linger = context.linger();
    this.maximumMessageSize = context.maximumMessageSize();
    this.tcp = TcpOptions.defaults().withIpv6(context.ipv6());
  }

  /** The options themselves, as their own type. */
  abstract O self();

  /** Has a function set them; no setter works from here on. */
  final O setBy(Consumer<O> settings) {
    settings.accept(self());
    return freeze();
  }

  /** No setter works from here on. */
  final O freeze() {
    frozen = true;
    return self();
  }

  final void requireSettable(String option) {
    if (frozen) {
      throw new OptionException(option, "it is given when the socket is made, not later");
    }
  }

  /**
   * How many messages may wait to be sent to one peer: 0 for no limit, default 1,000. What happens
   * at the mark is the type's: PUSH blocks, PUB drops, and so on.
   */
  public final O sendHighWaterMark(int messages) {
    requireSettable("sendHighWaterMark");
    sendHighWaterMark = OptionCheck.atLeast("sendHighWaterMark", messages, 0, "0 sets no limit");
    return self();
  }

  /** Returns how many messages may wait to be sent to one peer; 0 for no limit. */
  public final int sendHighWaterMark() {
    return sendHighWaterMark;
  }

  /**
   * How many messages from one peer may wait to be received: 0 for no limit, default 1,000. At the
   * mark, reading from that peer pauses.
   */
  public final O receiveHighWaterMark(int messages) {
    requireSettable("receiveHighWaterMark");
    receiveHighWaterMark =
        OptionCheck.atLeast("receiveHighWaterMark", messages, 0, "0 sets no limit");
    return self();
  }

  /** Returns how many messages from one peer may wait to be received; 0 for no limit. */
  public final int receiveHighWaterMark() {
    return receiveHighWaterMark;
  }

  /** Both marks at once: how many messages may wait per peer and direction; 0 for no limit. */
  public final O highWaterMark(int messages) {
    OptionCheck.atLeast("highWaterMark", messages, 0, "0 sets no limit");
    sendHighWaterMark(messages);
    return receiveHighWaterMark(messages);
  }

  /**
   * How many bytes may wait to be sent to one peer, besides the mark: 0 for no limit, default 256
   * MiB. A message under way always completes, so a single one may be larger.
   */
  public final O sendByteBudget(long bytes) {
    requireSettable("sendByteBudget");
    sendByteBudget = OptionCheck.atLeast("sendByteBudget", bytes, 0, "bytes; 0 sets no limit");
    return self();
  }

  /** Returns how many bytes may wait to be sent to one peer; 0 for no limit. */
  public final long sendByteBudget() {
    return sendByteBudget;
  }

  /**
   * How many bytes from one peer may wait to be received, besides the mark: 0 for no limit, default
   * 256 MiB. A message under way always completes, so a single one may be larger.
   */
  public final O receiveByteBudget(long bytes) {
    requireSettable("receiveByteBudget");
    receiveByteBudget =
        OptionCheck.atLeast("receiveByteBudget", bytes, 0, "bytes; 0 sets no limit");
    return self();
  }

  /** Returns how many bytes from one peer may wait to be received; 0 for no limit. */
  public final long receiveByteBudget() {
    return receiveByteBudget;
  }

  /**
   * Where messages go for which there is no room in memory: default nowhere. With it a queue goes
   * on in files past the mark or the byte budget, up to a bound, and comes back in order; there, as
   * at the mark without it, the type does what it does. PUSH, DEALER and REQ prefer a peer that has
   * room in memory.
   *
   * <p>The files are an extension of memory, not a store: they are deleted as they are read, and
   * with the socket once its linger is over, and what a killed process leaves is removed when the
   * next socket is given the directory. A sender waits for the disk; nobody else does. Without
   * effect over inproc and on types that send no messages; not together with {@code conflate}.
   */
  public final O overflow(OverflowOptions overflow) {
    requireSettable("overflow");
    this.overflow = Objects.requireNonNull(overflow, "overflow");
    return self();
  }

  /** Returns where messages go for which there is no room in memory; empty for nowhere. */
  public final Optional<OverflowOptions> overflow() {
    return Optional.ofNullable(overflow);
  }

  /**
   * How long a blocking send waits before {@link TimedOutException}: default {@link #FOREVER}. Zero
   * gives up at once.
   */
  public final O sendTimeout(Duration timeout) {
    requireSettable("sendTimeout");
    sendTimeout = OptionCheck.notNegative("sendTimeout", timeout);
    return self();
  }

  /** Returns how long a blocking send waits. */
  public final Duration sendTimeout() {
    return sendTimeout;
  }

  /**
   * How long a blocking receive waits before {@link TimedOutException}: default {@link #FOREVER}.
   * Zero gives up at once.
   */
  public final O receiveTimeout(Duration timeout) {
    requireSettable("receiveTimeout");
    receiveTimeout = OptionCheck.notNegative("receiveTimeout", timeout);
    return self();
  }

  /** Returns how long a blocking receive waits. */
  public final Duration receiveTimeout() {
    return receiveTimeout;
  }

  /**
   * How long a call that waits looks again and again, and keeps its core busy, before it sleeps:
   * default zero, not at all. Being woken is most of a short message's latency; this spares it to
   * whoever can give a whole core to each thread that waits. It begins anew whenever something
   * happened to the socket. While one call looks, the other connections of its I/O thread go on as
   * always.
   *
   * <p>Without effect where the JVM has one core, on virtual threads, while a {@link Poller} or a
   * {@link Proxy} waits, and over inproc while the calling thread itself is the peer.
   */
  public final O busyPoll(Duration time) {
    requireSettable("busyPoll");
    busyPoll = OptionCheck.notNegative("busyPoll", time);
    return self();
  }

  /** Returns how long a call that waits looks again and again before it sleeps. */
  public final Duration busyPoll() {
    return busyPoll;
  }

  /**
   * Whether several threads may use the socket at the same time; default false: a thread that comes
   * while another is inside is refused with a {@link ConcurrentUseException}.
   *
   * <p>Calls of a shared socket take turns, in no particular order. One that waits, for a message,
   * for room or for peers, waits outside: a thread that is blocked in {@code receive} holds up no
   * {@code send}. A message goes out and comes in whole, and each is received by one thread; those
   * that one thread sends stay in their order. What takes several calls is refused with an {@link
   * UnsupportedFeatureException}: frames that are sent or received one by one.
   *
   * <p>It costs a lock in each call, and where threads meet there, much of what one of them could
   * send alone; a socket for each thread costs nothing. Not for a REQ or REP, whose turns are those
   * of one conversation, nor for the sockets of a {@link Proxy}.
   */
  public final O shared(boolean on) {
    requireSettable("shared");
    shared = on;
    return self();
  }

  /** Returns whether several threads may use the socket at the same time. */
  public final boolean shared() {
    return shared;
  }

  /**
   * How long a closed socket goes on delivering what waits to be sent: default the context's, which
   * is 1 s unless set. Zero discards it at once; {@link #FOREVER} waits for as long as it takes,
   * and so does the context's close.
   */
  public final O linger(Duration linger) {
    requireSettable("linger");
    this.linger = OptionCheck.notNegative("linger", linger);
    return self();
  }

  /** Returns how long a closed socket goes on delivering what waits to be sent. */
  public final Duration linger() {
    return linger;
  }

  /**
   * How long a new connection's handshake may take before it is dropped: default 30 s. Zero sets no
   * limit. STREAM has no handshake and ignores it.
   */
  public final O handshakeTimeout(Duration timeout) {
    requireSettable("handshakeTimeout");
    handshakeTimeout = OptionCheck.notNegative("handshakeTimeout", timeout);
    return self();
  }

  /** Returns how long a new connection's handshake may take; zero for no limit. */
  public final Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /**
   * How large a message from a peer may be, in bytes: default the context's, which is -1, no limit,
   * unless set. It covers a frame and all frames of a message together. Who sends more is dropped.
   */
  public final O maximumMessageSize(long bytes) {
    requireSettable("maximumMessageSize");
    maximumMessageSize =
        OptionCheck.atLeast("maximumMessageSize", bytes, -1, "bytes, or -1 for no limit");
    return self();
  }

  /** Returns how large a message from a peer may be, in bytes; -1 for no limit. */
  public final long maximumMessageSize() {
    return maximumMessageSize;
  }

  /**
   * Whether messages are queued only for connections that stand: default false, so that they also
   * wait for a connection that is still to be made. With it, a lost connection's queue is dropped.
   * Over inproc, where connecting is all that it takes, it changes nothing, as in libzmq.
   */
  public final O immediate(boolean on) {
    requireSettable("immediate");
    immediate = on;
    return self();
  }

  /** Returns whether messages are queued only for connections that stand. */
  public final boolean immediate() {
    return immediate;
  }

  /** When peers are asked for a sign of life; default never. STREAM ignores it. */
  public final O heartbeat(Heartbeat heartbeat) {
    requireSettable("heartbeat");
    this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
    return self();
  }

  /** Returns when peers are asked for a sign of life. */
  public final Heartbeat heartbeat() {
    return heartbeat;
  }

  /** How connections come back; default every 100 ms, without end. */
  public final O reconnect(Reconnect reconnect) {
    requireSettable("reconnect");
    this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
    return self();
  }

  /** Returns how connections come back. */
  public final Reconnect reconnect() {
    return reconnect;
  }

  /** What concerns TCP connections and listeners, in full. */
  public final O tcp(TcpOptions tcp) {
    requireSettable("tcp");
    this.tcp = Objects.requireNonNull(tcp, "tcp");
    return self();
  }

  /** What concerns TCP, as a change to what is set: {@code o.tcp(t -> t.withBacklog(10))}. */
  public final O tcp(UnaryOperator<TcpOptions> change) {
    return tcp(change.apply(tcp));
  }

  /** Returns what concerns TCP connections and listeners. */
  public final TcpOptions tcp() {
    return tcp;
  }

  /** What concerns Unix domain sockets, in full. */
  public final O ipc(IpcOptions ipc) {
    requireSettable("ipc");
    this.ipc = Objects.requireNonNull(ipc, "ipc");
    return self();
  }

  /** What concerns Unix domain sockets, as a change to what is set. */
  public final O ipc(UnaryOperator<IpcOptions> change) {
    return ipc(change.apply(ipc));
  }

  /** Returns what concerns Unix domain sockets. */
  public final IpcOptions ipc() {
    return ipc;
  }

  /** The security mechanism and role; default none. STREAM and inproc connections ignore it. */
  public final O security(Security security) {
    requireSettable("security");
    this.security = Objects.requireNonNull(security, "security");
    return self();
  }

  /** Returns the security mechanism and role. */
  public final Security security() {
    return security;
  }

  /**
   * Adds a property that every peer is told in the handshake, and finds in the metadata of our
   * messages. Adding one again replaces it.
   *
   * @param name {@code X-} and letters, digits, {@code - _ . +}, at most 255 characters; case does
   *     not count
   * @param value any text
   */
  public final O property(String name, String value) {
    requireSettable("property");
    if (name.length() < 3
        || name.length() > 255
        || !name.regionMatches(true, 0, "X-", 0, 2)
        || !name.chars().allMatch(SocketOptions::isNameCharacter)) {
      throw new OptionException(
          "property",
          "'"
              + name
              + "' is not X- and letters, digits, - _ . or +, at most 255 characters in all");
    }
    properties.put(name, Objects.requireNonNull(value, "value"));
    return self();
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.+".indexOf(c) >= 0;
  }

  /** Returns the properties that every peer is told, by name; a view that cannot be changed. */
  public final Map<String, String> properties() {
    return Collections.unmodifiableMap(properties);
  }

  /** What a socket may announce as its identity. */
  static Optional<RoutingId> announceable(RoutingId id) {
    if (id.isGenerated()) {
      throw new OptionException(
          "routingId", id + " begins with a zero byte, which is kept for those a ROUTER makes up");
    }
    return Optional.of(id);
  }
}
