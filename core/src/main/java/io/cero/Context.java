package io.cero;

import io.cero.socket.ContextCore;
import java.util.function.Consumer;

/**
 * Where sockets are made: it owns the I/O threads and the memory that they share, and the names of
 * inproc endpoints.
 *
 * <p>One context per process is enough. Any thread may use it. Its I/O threads are daemons: a JVM
 * that exits without closing its context drops what was not written.
 *
 * <pre>{@code
 * try (Context context = Context.create()) {
 *   RepSocket greeter = context.rep();
 *   greeter.bind("tcp://*:5555");
 *   while (true) {
 *     String name = greeter.receiveText();
 *     greeter.send("Hello " + name);
 *   }
 * }
 * }</pre>
 */
public final class Context implements AutoCloseable {
  private final ContextOptions options;
  private final ContextCore core;

  private Context(ContextOptions options) {
    this.options = options;
    this.core = new ContextCore(options);
  }

  /** Makes a context with the default options. */
  public static Context create() {
    return new Context(new ContextOptions().freeze());
  }

  /** Makes a context with options that are set by a function. */
  public static Context create(Consumer<ContextOptions> settings) {
    ContextOptions options = new ContextOptions();
    settings.accept(options);
    return new Context(options.freeze());
  }

  /** Returns the options with which the context was made. */
  public ContextOptions options() {
    return options;
  }

  ContextCore core() {
    return core;
  }

  /** Makes a PAIR socket: exactly one peer, both ways. */
  public PairSocket pair() {
    return new PairSocket(core, new PairOptions(options).freeze());
  }

  /** Makes a PAIR socket with options that are set by a function. */
  public PairSocket pair(Consumer<PairOptions> settings) {
    return new PairSocket(core, new PairOptions(options).setBy(settings));
  }

  /** Makes a PUB socket: publishes to the SUB peers that want it. */
  public PubSocket pub() {
    return new PubSocket(core, new PubOptions(options).freeze());
  }

  /** Makes a PUB socket with options that are set by a function. */
  public PubSocket pub(Consumer<PubOptions> settings) {
    return new PubSocket(core, new PubOptions(options).setBy(settings));
  }

  /** Makes a SUB socket: receives what it subscribes to. */
  public SubSocket sub() {
    return new SubSocket(core, new SubOptions(options).freeze());
  }

  /** Makes a SUB socket with options that are set by a function. */
  public SubSocket sub(Consumer<SubOptions> settings) {
    return new SubSocket(core, new SubOptions(options).setBy(settings));
  }

  /** Makes a XPUB socket: a PUB that receives its peers' subscriptions as messages. */
  public XPubSocket xpub() {
    return new XPubSocket(core, new XPubOptions(options).freeze());
  }

  /** Makes a XPUB socket with options that are set by a function. */
  public XPubSocket xpub(Consumer<XPubOptions> settings) {
    return new XPubSocket(core, new XPubOptions(options).setBy(settings));
  }

  /** Makes a XSUB socket: a SUB that sends its subscriptions as messages. */
  public XSubSocket xsub() {
    return new XSubSocket(core, new XSubOptions(options).freeze());
  }

  /** Makes a XSUB socket with options that are set by a function. */
  public XSubSocket xsub(Consumer<XSubOptions> settings) {
    return new XSubSocket(core, new XSubOptions(options).setBy(settings));
  }

  /** Makes a REQ socket: sends a request, receives the reply, and so on. */
  public ReqSocket req() {
    return new ReqSocket(core, new ReqOptions(options).freeze());
  }

  /** Makes a REQ socket with options that are set by a function. */
  public ReqSocket req(Consumer<ReqOptions> settings) {
    return new ReqSocket(core, new ReqOptions(options).setBy(settings));
  }

  /** Makes a REP socket: receives a request, sends the reply, and so on. */
  public RepSocket rep() {
    return new RepSocket(core, new RepOptions(options).freeze());
  }

  /** Makes a REP socket with options that are set by a function. */
  public RepSocket rep(Consumer<RepOptions> settings) {
    return new RepSocket(core, new RepOptions(options).setBy(settings));
  }

  /** Makes a DEALER socket: sends to its peers in turn and receives from them in turn. */
  public DealerSocket dealer() {
    return new DealerSocket(core, new DealerOptions(options).freeze());
  }

  /** Makes a DEALER socket with options that are set by a function. */
  public DealerSocket dealer(Consumer<DealerOptions> settings) {
    return new DealerSocket(core, new DealerOptions(options).setBy(settings));
  }

  /**
   * Makes a ROUTER socket: knows its peers by their identities, which are the first frame of every
   * message.
   */
  public RouterSocket router() {
    return new RouterSocket(core, new RouterOptions(options).freeze());
  }

  /** Makes a ROUTER socket with options that are set by a function. */
  public RouterSocket router(Consumer<RouterOptions> settings) {
    return new RouterSocket(core, new RouterOptions(options).setBy(settings));
  }

  /** Makes a PUSH socket: hands messages to its PULL peers in turn. */
  public PushSocket push() {
    return new PushSocket(core, new PushOptions(options).freeze());
  }

  /** Makes a PUSH socket with options that are set by a function. */
  public PushSocket push(Consumer<PushOptions> settings) {
    return new PushSocket(core, new PushOptions(options).setBy(settings));
  }

  /** Makes a PULL socket: collects messages from its PUSH peers in turn. */
  public PullSocket pull() {
    return new PullSocket(core, new PullOptions(options).freeze());
  }

  /** Makes a PULL socket with options that are set by a function. */
  public PullSocket pull(Consumer<PullOptions> settings) {
    return new PullSocket(core, new PullOptions(options).setBy(settings));
  }

  /** Makes a STREAM socket: talks to TCP peers that do not speak ZMTP. */
  public StreamSocket stream() {
    return new StreamSocket(core, new StreamOptions(options).freeze());
  }

  /** Makes a STREAM socket with options that are set by a function. */
  public StreamSocket stream(Consumer<StreamOptions> settings) {
    return new StreamSocket(core, new StreamOptions(options).setBy(settings));
  }

  /** Makes a poller, which waits for many sockets and channels at once. */
  public Poller poller() {
    return new Poller(core);
  }

  /** True once closing has begun. */
  public boolean isClosed() {
    return core.isClosed();
  }

  /**
   * Closes every socket, ends every call that is inside one, waits until what was sent is written
   * or its linger is over, and ends the I/O threads. Always returns, within the longest linger and
   * a second: what something of the application's holds up by then, a call in a release hook for
   * instance, is finished by a daemon thread as soon as that lets it. A second call does nothing.
   */
  @Override
  public void close() {
    core.close();
  }
}
