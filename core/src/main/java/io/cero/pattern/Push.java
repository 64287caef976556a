package io.cero.pattern;

import io.cero.pipe.Outgoing;

/** PUSH: load-balances to its PULL peers and receives nothing (RFC 30). */
public final class Push extends Pattern {
  private final LoadBalancer loadBalancer;

  /** A PUSH without peers. */
  public Push(Host host) {
    super(host);
    this.loadBalancer = new LoadBalancer(host);
  }

  @Override
  public void attached(Peer peer) {
    loadBalancer.attach(peer);
  }

  @Override
  protected void readable(Peer peer) {}

  @Override
  protected void writable(Peer peer) {
    loadBalancer.activated(peer);
  }

  @Override
  protected void gone(Peer peer) {
    loadBalancer.remove(peer);
    host.forgotten(peer);
  }

  @Override
  public boolean send(Outgoing frame, boolean more) {
    return loadBalancer.send(frame, more);
  }

  @Override
  public boolean canSend() {
    return loadBalancer.hasRoom();
  }

  @Override
  public void abandonSend() {
    loadBalancer.abandon();
  }
}
