package io.cero.campaigns.resources;

import com.sun.management.OperatingSystemMXBean;
import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.PullSocket;
import io.cero.Reconnect;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.campaigns.endings.Places;
import io.cero.campaigns.endings.Plan;
import io.cero.campaigns.endings.RawEnd;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.Footprint;
import io.cero.campaigns.frame.LateException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Breaks a connection at every byte of its handshake, from both sides, and lets the process be idle
 * then: it must use no processor.
 */
public final class IdleCampaign implements Campaign {
  private static final Duration REST = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double MOST = 0.01;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String summary() {
    return "a reset at every byte of the handshake, then a minute of rest: less than 1 % of a core";
  }

  @Override
  public long usualRounds() {
    return RawEnd.handshake("PUSH").length + 1L;
  }

  @Override
  public void run(Course course) throws Exception {
    byte[] handshake = RawEnd.handshake("PUSH");
    byte[] dealer = RawEnd.handshake("DEALER");
    Places places = new Places(course);
    long descriptors = Footprint.openDescriptors();
    try (Context context = Context.create(o -> o.linger(Duration.ZERO))) {
      while (course.next()) {
        int bytes = (int) (course.round() % (handshake.length + 1));
        PullSocket pull = context.pull();
        String endpoint = pull.bind(places.fresh(Plan.Carrier.TCP));
        try (SocketMonitor monitor = pull.monitor();
            RawEnd visitor = RawEnd.connect(endpoint)) {
          await(monitor, SocketEvent.Accepted.class);
          visitor.write(ByteBuffer.wrap(handshake, 0, bytes));
        }
        DealerSocket connecter =
            context.dealer(o -> o.reconnect(Reconnect.every(Duration.ofMillis(5))));
        RawEnd server = RawEnd.listen(places.fresh(Plan.Carrier.TCP));
        try (SocketMonitor monitor = connecter.monitor()) {
          connecter.connect(server.endpoint());
          server.accept().write(ByteBuffer.wrap(dealer, 0, Math.min(bytes, dealer.length)));
          server.reset();
          await(monitor, SocketEvent.ConnectRetried.class);
        }
        server.accept(); // it comes back, and hears nothing
        course.count("connections broken", 2);
      }
      if (course.isStrict()) {
        rest(course);
      }
    }
    places.close();
    course.fact("descriptors", descriptors + " before, " + Footprint.openDescriptors() + " after");
  }

  private static void rest(Course course) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    while (System.nanoTime() - start < REST.toNanos()) {
      LockSupport.parkNanos(REST.toNanos());
    }
    double share = (double) (system.getProcessCpuTime() - cpu) / (System.nanoTime() - start);
    course.fact("share of a core in a minute of rest", String.format("%.3f %%", share * 100));
    if (share > MOST) {
      throw new LateException(String.format("the rest took %.1f %% of a core", share * 100));
    }
  }

  private static void await(SocketMonitor monitor, Class<? extends SocketEvent> kind) {
    while (true) {
      Optional<SocketEvent> event = monitor.next(PATIENCE);
      if (event.isEmpty()) {
        throw new LateException("no " + kind.getSimpleName() + " came");
      }
      if (kind.isInstance(event.get())) {
        return;
      }
    }
  }
}
