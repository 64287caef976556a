package io.cero.campaigns.resources;

import io.cero.AddressInUseException;
import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.campaigns.endings.Places;
import io.cero.campaigns.endings.Plan;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import java.time.Duration;

/**
 * Bind, unbind and bind again at one endpoint, with a peer connected: it must never be in use,
 * unless it is.
 */
public final class RebindCampaign implements Campaign {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "rebind";
  }

  @Override
  public String summary() {
    return "bind, unbind, bind at one endpoint beside a connected peer; a genuine conflict throws";
  }

  @Override
  public long usualRounds() {
    return 1_000;
  }

  @Override
  public void run(Course course) throws Exception {
    Places places = new Places(course);
    try (Context context = Context.create(o -> o.linger(Duration.ZERO));
        PullSocket pull = context.pull();
        PullSocket other = context.pull();
        PushSocket push = context.push();
        SocketMonitor monitor = pull.monitor()) {
      String[] endpoints = new String[3];
      for (Plan.Carrier carrier : Plan.Carrier.values()) {
        String bound = pull.bind(places.fresh(carrier));
        endpoints[carrier.ordinal()] = bound;
        push.connect(bound);
        if (carrier != Plan.Carrier.INPROC) {
          awaitPeer(monitor); // or it might come while the other socket is bound, and stay there
        }
      }
      while (course.next()) {
        for (String endpoint : endpoints) {
          push.send("through whichever is up");
          pull.unbind(endpoint);
          pull.bind(endpoint);
          requireConflict(other, endpoint);
          pull.unbind(endpoint);
          other.bind(endpoint); // another socket gets it at once
          other.unbind(endpoint);
          pull.bind(endpoint);
          if (pull.receive(PATIENCE).isEmpty()) {
            throw new LateException("the connection did not survive");
          }
          course.count("binds", 3);
        }
      }
    }
    places.close();
  }

  private static void awaitPeer(SocketMonitor monitor) {
    while (true) {
      SocketEvent event =
          monitor.next(PATIENCE).orElseThrow(() -> new LateException("nobody connects"));
      if (event instanceof SocketEvent.HandshakeSucceeded) {
        return;
      }
    }
  }

  private static void requireConflict(PullSocket other, String endpoint) {
    try {
      other.bind(endpoint);
    } catch (AddressInUseException e) {
      return;
    }
    throw new AssertionError(endpoint + " was bound twice");
  }
}
