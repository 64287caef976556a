package io.cero.pattern;

import io.cero.pipe.Incoming;
import io.cero.pipe.Outgoing;
import org.jspecify.annotations.Nullable;

/** DEALER (XREQ): load-balances what it sends and fair-queues what it receives (RFC 28). */
public final class Dealer extends Pattern {
  private final FairQueue fairQueue;
  private final LoadBalancer loadBalancer;
  private final boolean probe;
  private final Outgoing empty = new Outgoing();

  /** A DEALER without peers; with {@code probe} it greets each with an empty message. */
  public Dealer(Host host, boolean probe) {
    super(host);
    this.fairQueue = new FairQueue(host);
    this.loadBalancer = new LoadBalancer(host);
    this.probe = probe;
  }

  @Override
  public void attached(Peer peer) {
    if (probe) {
      peer.out.append(empty, false);
      peer.link().published();
    }
    fairQueue.attach(peer);
    loadBalancer.attach(peer);
  }

  @Override
  protected void readable(Peer peer) {
    fairQueue.activated(peer);
  }

  @Override
  protected void writable(Peer peer) {
    loadBalancer.activated(peer);
  }

  @Override
  protected void gone(Peer peer) {
    loadBalancer.remove(peer);
    fairQueue.gone(peer);
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    return loadBalancer.send(frame, more);
  }

  @Override
  public boolean receive(Incoming frame) {
    return fairQueue.receive(frame);
  }

  @Override
  public boolean canReceive() {
    return fairQueue.hasMessage();
  }

  @Override
  public boolean canSend() {
    return loadBalancer.hasRoom();
  }

  @Override
  public @Nullable Peer lastPeer() {
    return fairQueue.last();
  }

  @Override
  public void abandonSend() {
    loadBalancer.abandon();
  }
}
