package io.cero.socket;

import io.cero.AddressInUseException;
import io.cero.DropReason;
import io.cero.EndpointException;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.reactor.DirectRead;
import io.cero.reactor.Reactor;
import io.cero.session.Dialer;
import io.cero.session.Listener;
import io.cero.session.Profile;
import io.cero.session.Session;
import io.cero.transport.BindEndpoint;
import io.cero.transport.BoundChannel;
import io.cero.transport.ConnectEndpoint;
import io.cero.transport.Endpoint;
import io.cero.transport.InprocEndpoint;
import io.cero.wire.SocketType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a socket is bound and connected to, the peers that came of it, and the reactors on which all
 * of that lives.
 *
 * <p>Of the thread inside the socket.
 */
public final class Endpoints {
  /** Types that ignore a second connect to the same endpoint, as libzmq has it. */
  private static final Set<SocketType> SINGLE_CONNECT =
      EnumSet.of(SocketType.DEALER, SocketType.SUB, SocketType.PUB, SocketType.REQ);

  private static final long UNBIND_PATIENCE = 1_000_000_000L;

  private final SocketCore core;
  private final ContextCore context;
  private final Profile profile;
  private final Set<Peer> peers = new LinkedHashSet<>();
  private long nextPeer;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Dialed> dialed = new ArrayList<>();
  private final List<String> inprocBound = new ArrayList<>();
  private String lastEndpoint = "";
  private @Nullable Reactor reactor;
  private boolean severalReactors;
  private @Nullable DirectRead direct;

  /** One connect call; without a dialer it is inproc. */
  private record Dialed(String endpoint, @Nullable Dialer dialer, @Nullable Peer peer) {}

  Endpoints(SocketCore core, ContextCore context, Profile profile) {
    this.core = core;
    this.context = context;
    this.profile = profile;
  }

  /** A peer has come. */
  void joined(Peer peer) {
    add(peer);
    lookAtReactors();
  }

  private void add(Peer peer) {
    peer.number = nextPeer++;
    peers.add(peer);
  }

  /** A peer has gone, and what it sent was read. */
  void left(Peer peer) {
    if (peers.remove(peer)) {
      peer.abandon();
      lookAtReactors();
    }
  }

  /** The endpoint bound last, wildcards resolved; empty if none. */
  public String lastEndpoint() {
    return lastEndpoint;
  }

  /** Every peer that is here or being sought, in the order in which they came. */
  public List<Peer> peers() {
    core.takeNote();
    return peers.stream().filter(Peer::isPresent).toList();
  }

  /** The peer with a number, if it is present. */
  public Optional<Peer> peer(long number) {
    for (Peer peer : peers) {
      if (peer.number == number && peer.isPresent()) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  /** How many peers there are. */
  public int peerCount() {
    core.takeNote();
    int count = 0;
    for (Peer peer : peers) {
      count += peer.isPresent() ? 1 : 0;
    }
    return count;
  }

  /** True if so many peers are connected, as far as was taken note of. */
  public boolean areConnected(int most) {
    int left = most;
    for (Peer peer : peers) {
      if (left <= 0) {
        break;
      }
      left -= peer.isConnected() ? 1 : 0;
    }
    return left <= 0;
  }

  /** Drops a peer at once, with what is queued for it; one that is sought is sought no more. */
  public void drop(Peer peer) {
    dialed.removeIf(
        each -> each.peer() == peer || (each.dialer() != null && each.dialer() == dialer(peer)));
    core.pattern().drop(peer);
  }

  private static @Nullable Dialer dialer(Peer peer) {
    return peer.link() instanceof Session session ? session.dialer() : null;
  }

  /** Binds; returns the endpoint with its wildcards resolved. */
  public String bind(String text) {
    Endpoint endpoint = Endpoint.forBind(text);
    if (endpoint instanceof InprocEndpoint inproc) {
      bindInproc(inproc.text());
      lastEndpoint = text;
      return text;
    }
    BoundChannel bound;
    try {
      bound = ((BindEndpoint) endpoint).bind(profile.transport);
    } catch (IOException e) {
      bindFailed(text, e);
      throw new EndpointException(text, "the system refused: " + e.getMessage(), e);
    } catch (AddressInUseException | EndpointException e) {
      bindFailed(text, e);
      throw e;
    }
    Listener listener = new Listener(profile, bound);
    listeners.add(listener);
    lookAtReactors();
    listener.start();
    lastEndpoint = listener.endpoint();
    return lastEndpoint;
  }

  private void bindFailed(String text, Exception e) {
    core.monitors().emit(n -> new SocketEvent.BindFailed(n, text, String.valueOf(e.getMessage())));
  }

  /** Stops listening; the port is free on return. */
  public void unbind(String text) {
    if (inprocBound.remove(text)) {
      context.inprocNames.unbind(text, core);
      return;
    }
    Listener found = null;
    for (Listener listener : listeners) {
      if (listener.endpoint().equals(text)) {
        found = listener;
      }
    }
    if (found == null) {
      throw new EndpointException(
          text, "this socket is not bound to it; bound are " + boundEndpoints());
    }
    listeners.remove(found);
    await(found.close(), System.nanoTime() + UNBIND_PATIENCE);
  }

  private List<String> boundEndpoints() {
    List<String> names = new ArrayList<>(inprocBound);
    listeners.forEach(listener -> names.add(listener.endpoint()));
    return names;
  }

  private static void await(CountDownLatch latch, long deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Connects.
   *
   * @param routingId what a ROUTER shall call the peer, or null
   */
  public void connect(String text, byte @Nullable [] routingId) {
    Endpoint endpoint = Endpoint.forConnect(text);
    if (SINGLE_CONNECT.contains(core.type())
        && dialed.stream().anyMatch(d -> d.endpoint().equals(text))) {
      return;
    }
    lastEndpoint = text;
    if (endpoint instanceof InprocEndpoint inproc) {
      connectInproc(inproc.text(), routingId);
      return;
    }
    Dialer dialer = new Dialer(profile, (ConnectEndpoint) endpoint, routingId);
    Peer peer = dialer.start();
    dialed.add(new Dialed(text, dialer, peer));
    if (peer != null) {
      add(peer);
      core.pattern().attached(peer);
      core.changed();
    }
    lookAtReactors();
  }

  /** Takes back the connects to an endpoint; what was sent may linger. */
  public void disconnect(String text) {
    core.pattern().settle();
    boolean found = false;
    for (Iterator<Dialed> all = dialed.iterator(); all.hasNext(); ) {
      Dialed each = all.next();
      if (each.endpoint().equals(text)) {
        found = true;
        all.remove();
        undial(each);
      }
    }
    if (!found) {
      throw new EndpointException(
          text,
          "this socket is not connected to it; connected are "
              + dialed.stream().map(Dialed::endpoint).toList());
    }
  }

  private void undial(Dialed each) {
    if (each.dialer() != null) {
      each.dialer().close();
    } else if (each.peer() != null) {
      each.peer().link().close();
    }
    if (each.peer() != null) {
      core.pattern().onEvents(each.peer(), Peer.GONE); // nothing goes there from here on
      core.changed();
    }
  }

  // ------------------------------------------------------------------ inproc

  private void bindInproc(String name) {
    List<InprocNames.Waiting> waiting = context.inprocNames.bind(name, core);
    if (waiting == null) {
      AddressInUseException taken = new AddressInUseException(name, null);
      bindFailed(name, taken);
      throw taken;
    }
    inprocBound.add(name);
    core.monitors().emit(n -> new SocketEvent.Listening(n, name));
    for (InprocNames.Waiting each : waiting) {
      InprocMeeting.of(core, each.socket(), each.link(), name);
    }
  }

  private void connectInproc(String name, byte @Nullable [] routingId) {
    InprocLink link = InprocMeeting.prepare(core, context, name, routingId);
    SocketCore bound = context.inprocNames.boundOrWait(name, new InprocNames.Waiting(core, link));
    if (bound != null && !core.type().accepts(bound.type())) {
      link.peer().end(DropReason.PEER_GONE, 0);
      link.peer().abandon();
      throw new EndpointException(name, InprocMeeting.mismatch(core.type(), bound.type()));
    }
    Peer peer = link.peer();
    dialed.add(new Dialed(name, null, peer));
    add(peer);
    core.pattern().attached(peer);
    core.changed();
    if (bound != null) {
      InprocMeeting.of(bound, core, link, name);
      core.takeNote();
    }
  }

  // ------------------------------------------------------------------ reactors

  /** The reactor on which everything of this socket lives; null if there is none or several. */
  public @Nullable Reactor soleReactor() {
    return severalReactors ? null : reactor;
  }

  /** A reactor on which something of this socket lives; null if there is none. */
  public @Nullable Reactor reactor() {
    return reactor;
  }

  /** True if everything of this socket that lives on a reactor lives on the same. */
  boolean areOnOneReactor() {
    return !severalReactors;
  }

  /** The socket's only channel; null if it has none or several. */
  @Nullable DirectRead direct() {
    return direct;
  }

  private void lookAtReactors() {
    reactor = null;
    severalReactors = false;
    direct = null;
    Session only = null;
    int sessions = 0;
    for (Listener listener : listeners) {
      uses(listener.reactor());
    }
    for (Dialed each : dialed) {
      if (each.dialer() != null) {
        uses(each.dialer().reactor());
      }
    }
    for (Peer peer : peers) {
      if (peer.link() instanceof Session session) {
        uses(session.reactor());
        sessions++;
        only = session;
      }
    }
    if (sessions == 1 && only != null) {
      direct =
          new DirectRead(only::readDirectly, profile.destination::open, profile.destination::close);
    }
  }

  private void uses(Reactor used) {
    if (reactor == null) {
      reactor = used;
    } else if (reactor != used) {
      severalReactors = true;
    }
  }

  // ------------------------------------------------------------------ the end

  /**
   * Stops listening and lets go of every peer; what was sent to them lingers.
   *
   * @param deadline until when to wait for ports to be free, as {@link System#nanoTime} tells it
   */
  void close(long deadline) {
    core.pattern().settle();
    for (String name : inprocBound) {
      context.inprocNames.unbind(name, core);
    }
    List<CountDownLatch> latches = new ArrayList<>();
    for (Listener listener : listeners) {
      latches.add(listener.close());
    }
    latches.forEach(latch -> await(latch, deadline));
    core.inbox()
        .seal(
            (peer, events) -> {
              if ((events & Peer.ATTACHED) != 0) {
                peers.add(peer);
              }
            });
    for (Dialed each : dialed) {
      if (each.dialer() != null) {
        each.dialer().close();
      }
    }
    for (Peer peer : List.copyOf(peers)) {
      peer.link().close();
      peer.abandon();
    }
    peers.clear();
    listeners.clear();
    dialed.clear();
  }
}
