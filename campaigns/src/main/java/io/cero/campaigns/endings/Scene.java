package io.cero.campaigns.endings;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.Interest;
import io.cero.InterruptedOperationException;
import io.cero.Message;
import io.cero.Poller;
import io.cero.Proxy;
import io.cero.Publisher;
import io.cero.Receiver;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SocketOptions;
import io.cero.SubSocket;
import io.cero.TimedOutException;
import io.cero.UnroutableException;
import io.cero.campaigns.frame.LateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The socket of a schedule with its peers, brought into the state that the plan says. */
final class Scene {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofMillis(2);
  private static final byte[] BODY = "body".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LONG_BODY = new byte[4096];
  private static final ByteBuffer SHARED_BODY = ByteBuffer.allocateDirect(80_000);

  private final Plan plan;
  private final Places places;
  private final Context context;
  private final Duration timeout;
  private final Socket socket;
  private final AtomicInteger released = new AtomicInteger();
  private volatile boolean throwing;
  private int handed;
  private @Nullable Socket peer;
  private @Nullable Socket backend;
  private @Nullable RawEnd raw;
  private @Nullable Poller poller;
  private @Nullable Proxy proxy;
  private @Nullable SocketMonitor monitor;
  private @Nullable FaultyBystander bystander;
  private @Nullable Frost frost;
  private String endpoint = "";

  Scene(Plan plan, Places places, Context context, Context others) throws IOException {
    this.plan = plan;
    this.places = places;
    this.context = context;
    boolean timed = plan.disturbance() == Disturbance.TIME_OVER;
    this.timeout = timed ? TIMEOUT : SocketOptions.FOREVER;
    this.socket =
        plan.kind()
            .open(
                context,
                new SocketKind.Settings(
                    plan.linger(),
                    plan.mark(),
                    timed ? TIMEOUT : null,
                    plan.shared(),
                    plan.heartbeat()));
    attach(others);
    if (plan.disturbance() == Disturbance.FAULT) {
      armFault();
    }
    if (plan.isFilled()) {
      fill();
    }
    if (plan.kind() == SocketKind.REQ && plan.hasPipe() && readsReply()) {
      requireSent(((Sender) socket).send(Message.of("request"), PATIENCE));
    }
    prepareCall(others);
  }

  private boolean readsReply() {
    return (plan.call().receives() || plan.call() == BlockingCall.POLL_TO_READ) && !plan.isFilled();
  }

  // ------------------------------------------------------------------ the state

  private void attach(Context others) throws IOException {
    switch (plan.situation()) {
      case UNATTACHED -> {}
      case BOUND -> endpoint = socket.bind(places.fresh(plan.carrier()));
      case NOBODY, QUEUED -> connect(places.nobody(plan.carrier()));
      case STUCK -> raw = rawPeer(false);
      case FROZEN_PEER -> {
        try (SocketMonitor watch = socket.monitor()) {
          raw = rawPeer(true);
          await(watch);
        }
      }
      case IDLE_PEER, PEER_AT_MARK -> meet(others);
    }
  }

  private void connect(String to) {
    endpoint = to;
    socket.connect(to);
  }

  private RawEnd rawPeer(boolean handshake) throws IOException {
    RawEnd end;
    if (plan.connects()) {
      end = RawEnd.listen(places.freshRaw(plan.carrier()));
      connect(end.endpoint());
      end.accept();
    } else {
      endpoint = socket.bind(places.fresh(plan.carrier()));
      end = RawEnd.connect(endpoint);
    }
    if (handshake) {
      end.shakeHands(plan.kind().peerName());
    }
    return end;
  }

  private void meet(Context others) {
    boolean inproc = plan.carrier() == Plan.Carrier.INPROC;
    if (plan.disturbance() == Disturbance.PEER_FROZEN && !inproc) {
      frost = new Frost();
    }
    Context home = inproc ? context : frost != null ? frost.context() : others;
    Socket other = plan.kind().openPeer(home, new SocketKind.Settings(Duration.ZERO, plan.mark()));
    peer = other;
    try (SocketMonitor here = socket.monitor();
        SocketMonitor there = other.monitor()) {
      if (plan.connects()) {
        connect(other.bind(places.fresh(plan.carrier())));
      } else {
        endpoint = socket.bind(places.fresh(plan.carrier()));
        other.connect(endpoint);
      }
      if (!inproc) {
        await(here);
        await(there);
      }
    }
  }

  private static void await(SocketMonitor monitor) {
    while (true) {
      Optional<SocketEvent> event = monitor.next(PATIENCE);
      if (event.isEmpty()) {
        throw new LateException("no handshake came");
      }
      if (event.get() instanceof SocketEvent.HandshakeSucceeded) {
        return;
      }
      if (event.get() instanceof SocketEvent.HandshakeFailed failed) {
        throw new AssertionError("the handshake failed: " + failed);
      }
    }
  }

  private void fill() {
    if (!(socket instanceof Sender sender) || plan.kind() == SocketKind.REP) {
      return;
    }
    int most = plan.kind() == SocketKind.REQ ? 1 : plan.kind().neverWaits() ? 50 : 10_000;
    try {
      for (int i = 0; i < most; i++) {
        boolean room =
            plan.kind() == SocketKind.ROUTER
                ? sender.trySend(Message.of(SocketKind.PEER.toByteArray(), LONG_BODY))
                : sender.trySend(LONG_BODY);
        if (!room) {
          return;
        }
      }
    } catch (UnroutableException e) {
      // A mandatory ROUTER without peers.
    }
  }

  private void armFault() throws IOException {
    bystander = new FaultyBystander(context, plan.delayMicros());
    socket.onReady(
        () -> {
          if (throwing) {
            throw new IllegalStateException("thrown by a readiness callback, as the test wants");
          }
        });
    if (plan.kind().waitsForRoom() && plan.kind() != SocketKind.REQ && plan.hasPipe()) {
      SHARED_BODY.clear();
      boolean sent = false;
      try {
        ((Sender) socket)
            .send(
                SHARED_BODY.duplicate(),
                () -> {
                  throw new IllegalStateException("thrown by a release hook, as the test wants");
                });
        sent = true;
      } catch (TimedOutException e) {
        // No room.
      }
      places.count(sent ? "throwing release hooks sent" : "throwing release hooks not sent");
    }
    throwing = true;
  }

  private void prepareCall(Context others) {
    switch (plan.call()) {
      case POLL_TO_READ, POLL_TO_WRITE -> {
        Poller made = context.poller();
        made.register(
            socket, plan.call() == BlockingCall.POLL_TO_READ ? Interest.READ : Interest.WRITE);
        poller = made;
      }
      case NEXT_EVENT -> monitor = socket.monitor();
      case PROXY -> {
        SocketKind.Settings settings = new SocketKind.Settings(plan.linger(), plan.mark());
        SocketKind other =
            switch (plan.kind()) {
              case ROUTER -> SocketKind.DEALER;
              case XSUB -> SocketKind.XPUB;
              default -> SocketKind.PUSH;
            };
        Socket back = other.open(context, settings);
        back.bind(places.fresh(Plan.Carrier.INPROC));
        backend = back;
        proxy = Proxy.between(socket, back);
      }
      default -> {}
    }
  }

  // ------------------------------------------------------------------ the call

  /** Makes the call, in the calling thread. */
  Outcome perform() {
    try {
      return made();
    } catch (TimedOutException e) {
      return Outcome.TIMED_OUT;
    } catch (InterruptedOperationException e) {
      return Outcome.INTERRUPTED;
    } catch (ClosedException e) {
      return Outcome.CLOSED;
    } catch (UnroutableException e) {
      return Outcome.DONE;
    }
  }

  private Outcome made() {
    return switch (plan.call()) {
      case SEND -> {
        if (plan.kind() == SocketKind.ROUTER) {
          ((Sender) socket).send(Message.of(SocketKind.PEER.toByteArray(), BODY));
        } else {
          ((Sender) socket).send(BODY);
        }
        yield Outcome.DONE;
      }
      case SEND_PARTS -> {
        ((Sender) socket).send(Message.of(SocketKind.PEER.toByteArray(), LONG_BODY, BODY));
        yield Outcome.DONE;
      }
      case SEND_FOR -> {
        Message message = Message.of(SocketKind.PEER.toByteArray(), BODY);
        yield done(((Sender) socket).send(message, timeout));
      }
      case SEND_BUFFER -> {
        if (plan.kind() == SocketKind.ROUTER) {
          ((Sender) socket).sendMore(SocketKind.PEER.toByteArray());
        }
        ((Sender) socket).send(SHARED_BODY.duplicate().clear(), released::incrementAndGet);
        handed++;
        yield Outcome.DONE;
      }
      case RECEIVE -> {
        ((Receiver) socket).receive();
        yield Outcome.DONE;
      }
      case RECEIVE_FOR -> done(((Receiver) socket).receive(timeout).isPresent());
      case RECEIVE_FRAME -> {
        ((Receiver) socket).receiveFrame();
        yield Outcome.DONE;
      }
      case RECEIVE_INTO -> {
        ((Receiver) socket).receive(ByteBuffer.allocate(100_000));
        yield Outcome.DONE;
      }
      case POLL_TO_READ, POLL_TO_WRITE -> done(!given(poller).poll(timeout).isEmpty());
      case AWAIT_SUBSCRIBERS ->
          done(((Publisher) socket).awaitSubscribers("nobody's topic", 1, timeout));
      case AWAIT_PEERS -> done(socket.awaitPeers(2, timeout)); // one more than there are
      case NEXT_EVENT -> lastEvent();
      case PROXY ->
          switch (given(proxy).run()) {
            case TERMINATED -> Outcome.DONE;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            case CLOSED -> Outcome.CLOSED;
          };
      case BIND -> {
        socket.bind(places.fresh(plan.carrier()));
        yield Outcome.DONE;
      }
      case UNBIND -> {
        socket.unbind(endpoint);
        yield Outcome.DONE;
      }
      case CONNECT -> {
        socket.connect(places.nobody(plan.carrier()));
        yield Outcome.DONE;
      }
      case DISCONNECT -> {
        socket.disconnect(endpoint);
        yield Outcome.DONE;
      }
      case CLOSE -> {
        socket.close();
        yield Outcome.DONE;
      }
      case CLOSE_CONTEXT -> {
        context.close();
        yield Outcome.DONE;
      }
    };
  }

  private static Outcome done(boolean done) {
    return done ? Outcome.DONE : Outcome.TIMED_OUT;
  }

  private Outcome lastEvent() {
    while (true) {
      Optional<SocketEvent> event = given(monitor).next(timeout);
      if (event.isEmpty()) {
        return Thread.currentThread().isInterrupted() ? Outcome.INTERRUPTED : Outcome.TIMED_OUT;
      }
      if (event.get() instanceof SocketEvent.MonitorStopped) {
        return Outcome.CLOSED;
      }
    }
  }

  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not prepared");
    }
    return value;
  }

  // ------------------------------------------------------------------ what happens to it

  /** Ends the call through what it is made on: the socket, or what stands before it. */
  void closeSubject(boolean socketItself) {
    if (!socketItself && poller != null) {
      poller.close();
    } else if (!socketItself && monitor != null) {
      monitor.close();
    } else if (!socketItself && backend != null) {
      backend.close();
    } else {
      socket.close();
    }
  }

  /** Breaks the peer's connection. */
  void killPeer() throws IOException {
    if (raw != null) {
      raw.close();
    }
    if (peer != null) {
      peer.close();
    }
  }

  /**
   * Freezes the peer: a socket of ours loses its I/O thread for the time being. A raw end says and
   * reads nothing anyway, and over inproc a peer that is not called is frozen as it is.
   */
  void freezePeer() throws IOException {
    if (frost != null) {
      frost.begin();
      places.count("peers frozen");
    }
    if (plan.heartbeat().isPresent() && plan.delayMicros() % 8 == 0) {
      LockSupport.parkNanos(30_000_000); // until heartbeats have told
    }
  }

  /**
   * Makes the I/O thread run into something that throws: of a bystander of the same context for
   * certain, and of this socket where something happens to it.
   */
  void provokeFault() throws IOException {
    FaultyBystander beside = given(bystander);
    if (beside.provoke()) {
      places.count("faults on an I/O thread: " + beside.name());
    }
    killPeer();
    boolean visit = plan.situation() == Situation.BOUND && plan.carrier() != Plan.Carrier.INPROC;
    if (visit) {
      try (RawEnd visitor = RawEnd.connect(endpoint)) {
        visitor.shakeHands(plan.kind() == SocketKind.PAIR ? "PUB" : "PAIR"); // refused
      } catch (IOException e) {
        places.count("visitors that came too late");
      }
    }
  }

  /** Ends a proxy that has no timeout. */
  void timeOver() {
    if (proxy != null) {
      proxy.terminate();
    }
  }

  // ------------------------------------------------------------------ afterwards

  /** After an interrupt the socket must work as if nothing had been. */
  void requireUsable(boolean done) {
    if (plan.situation() != Situation.IDLE_PEER || peer == null || socket.isClosed()) {
      requireHarmless();
      return;
    }
    if (plan.call().sends() || plan.call() == BlockingCall.POLL_TO_WRITE) {
      sendOnce(done);
    } else if (plan.call().receives() || plan.call() == BlockingCall.POLL_TO_READ) {
      receiveOnce();
    }
  }

  /** Looks without waiting, which must throw nothing. */
  private void requireHarmless() {
    if (!socket.isClosed()) {
      socket.isReadable();
      socket.isWritable();
    }
  }

  private void sendOnce(boolean done) {
    switch (plan.kind()) {
      case PAIR, DEALER, PUSH -> {
        requireSent(((Sender) socket).send(Message.of("after"), PATIENCE));
        Receiver receiver = (Receiver) given(peer);
        while (true) {
          Message message =
              receiver.receive(PATIENCE).orElseThrow(() -> new LateException("nothing came"));
          if (message.frame(message.frameCount() - 1).text().equals("after")) {
            break;
          }
        }
        places.count("exchanges after an interrupted send");
      }
      case REQ -> {
        if (!done) {
          requireSent(((Sender) socket).send(Message.of("after"), PATIENCE));
          requireReceived((Receiver) given(peer));
          places.count("exchanges after an interrupted send");
        }
      }
      default -> requireHarmless();
    }
  }

  private void receiveOnce() {
    Socket other = given(peer);
    switch (plan.kind()) {
      case PAIR, DEALER, PULL, ROUTER, REP ->
          requireSent(((Sender) other).send(Message.of("hello"), PATIENCE));
      case SUB -> {
        if (!((Publisher) other).awaitSubscribers("hello", 1, PATIENCE)) {
          throw new LateException("the subscription does not arrive");
        }
        requireSent(((Sender) other).trySend("hello"));
      }
      case XPUB -> ((SubSocket) other).subscribe("topic");
      case REQ -> {
        if (plan.call() == BlockingCall.POLL_TO_READ) {
          return;
        }
        requireReceived((Receiver) other);
        requireSent(((Sender) other).send(Message.of("reply"), PATIENCE));
      }
      default -> {
        requireHarmless();
        return;
      }
    }
    if (plan.kind() == SocketKind.REQ && !plan.hasPipe()) {
      return;
    }
    requireReceived((Receiver) socket);
    places.count("exchanges after an interrupted receive");
  }

  private static void requireSent(boolean sent) {
    if (!sent) {
      throw new LateException("there is no room");
    }
  }

  private static void requireReceived(Receiver receiver) {
    if (receiver.receive(PATIENCE).isEmpty()) {
      throw new LateException("nothing came");
    }
  }

  /** Closes everything of it but the context. */
  void close() throws IOException {
    if (poller != null) {
      poller.close();
    }
    if (monitor != null) {
      monitor.close();
    }
    socket.close();
    if (backend != null) {
      backend.close();
    }
    if (frost != null) {
      frost.end();
    }
    killPeer();
    if (bystander != null) {
      bystander.close();
    }
    if (frost != null) {
      frost.close();
    }
  }

  /** A hook runs exactly once if its message was sent, and never if the call threw. */
  void requireReleased() {
    if (released.get() != handed) {
      throw new AssertionError(
          "the release hook ran " + released.get() + " times for " + handed + " messages");
    }
  }
}
