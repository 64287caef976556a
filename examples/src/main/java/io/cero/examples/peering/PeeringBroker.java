package io.cero.examples.peering;

import io.cero.Context;
import io.cero.Envelope;
import io.cero.Message;
import io.cero.PeerNotification;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Timer;
import io.cero.toolkit.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The broker of a cluster that has peers. A task goes to a local worker if one is idle, otherwise
 * abroad if a peer has said that it has idle workers, otherwise it waits in its client's socket.
 *
 * <p>A cluster may come and go at any time. Who connects to us becomes our peer, whether or not we
 * knew of it. Tasks that a peer had when it went are done elsewhere, so a task may be done twice;
 * its client gets one reply, because a task that goes abroad has a number, which comes back with
 * the reply as an address does.
 */
public final class PeeringBroker {
  /** How often peers are told at most how many workers are idle. */
  private static final Duration BEAT = Duration.ofMillis(5);

  private final Cluster self;
  private final Consumer<String> say;

  private final RouterSocket localfe;
  private final RouterSocket localbe;
  private final RouterSocket cloudfe;
  private final RouterSocket cloudbe;
  private final SubSocket statefe;
  private final XPubSocket statebe;
  private final Watch requests;
  private final Timer beat;

  private final Deque<RoutingId> idle = new ArrayDeque<>();
  private final Map<RoutingId, Task> busy = new HashMap<>();
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Map<RoutingId, Peer> peers = new HashMap<>();
  private int lastNumber;
  private int told;

  /** What is to be done, and the socket that its reply goes to. */
  private record Task(Message request, RouterSocket asker) {}

  /** Another cluster: how many of its workers are idle, and which tasks it has from us. */
  private static final class Peer {
    final RoutingId name;
    boolean isHere;
    int idle;
    final Map<RoutingId, Task> tasks = new LinkedHashMap<>();

    Peer(RoutingId name) {
      this.name = name;
    }
  }

  /**
   * Has a loop run a cluster's broker.
   *
   * @param self this cluster, whose endpoints are bound
   * @param neighbours the peers that are known; they need not be there yet
   * @param say what is told when a peer comes or goes
   */
  public PeeringBroker(
      Context context,
      EventLoop loop,
      Cluster self,
      List<Cluster> neighbours,
      Consumer<String> say) {
    this.self = self;
    this.say = say;
    RoutingId name = RoutingId.of(self.name());
    localfe = context.router();
    localbe = context.router();
    cloudfe = context.router(o -> o.routingId(name).peerNotifications(PeerNotification.CONNECT));
    cloudbe =
        context.router(
            o ->
                o.routingId(name)
                    .immediate(true) // what is lost with a connection is done elsewhere
                    .peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT));
    statefe = context.sub();
    statebe = context.xpub(o -> o.verbose(true));

    loop.onReadable(localbe, socket -> fromWorker(Envelope.parse(socket.receive())));
    loop.onReadable(cloudbe, socket -> fromPeer(socket.receive()));
    loop.onReadable(cloudfe, socket -> fromCloud(socket.receive()));
    loop.onReadable(statefe, socket -> heard(socket.receive()));
    loop.onReadable(
        statebe,
        socket -> {
          socket.receive(); // somebody has begun to listen
          tell();
        });
    requests = loop.onReadable(localfe, socket -> take(new Task(socket.receive(), localfe)));
    requests.pause(); // until somebody can do it

    beat = loop.after(BEAT, timer -> tellIfChanged());

    localfe.bind(self.endpoint("localfe"));
    localbe.bind(self.endpoint("localbe"));
    cloudfe.bind(self.endpoint("cloud"));
    statebe.bind(self.endpoint("state"));
    statefe.subscribe("");
    neighbours.forEach(this::meet);
  }

  /** Connects to a peer, now or as soon as it is there. */
  private void meet(Cluster peer) {
    RoutingId name = RoutingId.of(peer.name());
    if (!peers.containsKey(name) && !peer.equals(self)) {
      peers.put(name, new Peer(name));
      statefe.connect(peer.endpoint("state"));
      cloudbe.connect(peer.endpoint("cloud"));
    }
  }

  // ------------------------------------------------------------------ what comes in

  /** READY, or the reply to the task that the worker has. */
  private void fromWorker(Envelope message) {
    RoutingId worker = message.addresses().get(0);
    Task done = busy.remove(worker);
    if (done != null) {
      done.asker().send(message.body());
    }
    idle.add(worker);
    balance();
  }

  /** A task of a peer, or the news that it has connected to us. */
  private void fromCloud(Message message) {
    if (isNotification(message)) {
      String name = message.first().text();
      if (Cluster.isName(name)) {
        meet(self.neighbour(name));
      }
    } else {
      take(new Task(message, cloudfe));
    }
  }

  /** The reply to a task that we gave to a peer, or the news that it has come or gone. */
  private void fromPeer(Message message) {
    RoutingId name = RoutingId.of(message.first());
    Peer peer = peers.get(name);
    if (peer == null) {
      return;
    }
    if (isNotification(message)) {
      boolean isHere =
          cloudbe.peers().stream().anyMatch(here -> here.routingId().equals(Optional.of(name)));
      if (isHere != peer.isHere) {
        say.accept(name + (isHere ? " is here" : " has gone"));
        peer.isHere = isHere;
      }
      waiting.addAll(peer.tasks.values()); // whoever has just come has none
      peer.tasks.clear();
      balance();
    } else if (peer.tasks.remove(RoutingId.of(message.frame(1))) != null) {
      localfe.send(message.subMessage(2));
    }
  }

  private static boolean isNotification(Message message) {
    return message.frameCount() == 2 && message.last().isEmpty();
  }

  /** A peer says how many of its workers are idle. */
  private void heard(Message state) {
    Peer peer = peers.get(RoutingId.of(state.first()));
    if (peer != null) {
      peer.idle = Integer.parseInt(state.text(1));
      balance();
    }
  }

  // ------------------------------------------------------------------ who does it

  private void take(Task task) {
    waiting.add(task);
    balance();
  }

  /** Gives tasks out while somebody can do them; takes more while that is so. */
  private void balance() {
    while (!waiting.isEmpty() && give(waiting.element())) {
      waiting.remove();
    }
    if (idle.isEmpty() && freest() == null) {
      requests.pause();
    } else {
      requests.resume();
    }
    if (!beat.isActive()) {
      tellIfChanged();
    }
  }

  private boolean give(Task task) {
    if (!idle.isEmpty()) {
      RoutingId worker = idle.remove();
      busy.put(worker, task);
      localbe.send(Envelope.to(worker).withBody(task.request()));
      return true;
    }
    Peer peer = task.asker() == cloudfe ? null : freest();
    if (peer == null) {
      return false; // what came from abroad does not go abroad
    }
    peer.idle--; // until it says something else
    RoutingId number = RoutingId.ofUnsignedInt(++lastNumber);
    peer.tasks.put(number, task);
    cloudbe.send(task.request().prepend(number).prepend(peer.name));
    return true;
  }

  /** The peer with the most idle workers; null if none has any. */
  private @Nullable Peer freest() {
    Peer freest = null;
    for (Peer peer : peers.values()) {
      if (peer.isHere && peer.idle > (freest == null ? 0 : freest.idle)) {
        freest = peer;
      }
    }
    return freest;
  }

  private void tellIfChanged() {
    if (idle.size() != told) {
      tell();
    }
  }

  /** Tells all peers how many workers are idle, and then nothing for a while. */
  private void tell() {
    told = idle.size();
    statebe.send(self.name(), Integer.toString(told));
    beat.restart();
  }
}
