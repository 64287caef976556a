package io.cero.pattern;

import io.cero.pipe.Incoming;
import org.jspecify.annotations.Nullable;

/** PULL: fair-queues from its PUSH peers and sends nothing (RFC 30). */
public final class Pull extends Pattern {
  private final FairQueue fairQueue;

  /** A PULL without peers. */
  public Pull(Host host) {
    super(host);
    this.fairQueue = new FairQueue(host);
  }

  @Override
  public void attached(Peer peer) {
    fairQueue.attach(peer);
  }

  @Override
  protected void readable(Peer peer) {
    fairQueue.activated(peer);
  }

  @Override
  protected void writable(Peer peer) {}

  @Override
  protected void gone(Peer peer) {
    fairQueue.gone(peer);
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
  public @Nullable Peer lastPeer() {
    return fairQueue.last();
  }
}
