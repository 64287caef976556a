package io.cero.campaigns.resources;

import io.cero.Context;
import io.cero.Message;
import io.cero.Receiver;
import io.cero.Reconnect;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.campaigns.endings.Places;
import io.cero.campaigns.endings.Plan;
import io.cero.campaigns.endings.SocketKind;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.Footprint;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Sockets of every type are opened, used or not, and closed, while others dial a dead port: what
 * the process holds must return to what it held.
 */
public final class ResourcesCampaign implements Campaign {
  private static final int CONTEXT_FOR = 100;
  private static final int LOOK_EVERY = 5_000;
  private static final int DIALERS = 10;
  private static final int PATIENCE_IN_LOOKS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "resources";
  }

  @Override
  public String summary() {
    return "open and close beside sockets that dial a dead port: descriptors, threads, memory return";
  }

  @Override
  public long usualRounds() {
    return 100_000;
  }

  @Override
  public void run(Course course) throws Exception {
    Places places = new Places(course);
    for (int i = 0; i < 60; i++) {
      warmUp(places, course.randomOf(-1 - i)); // classes, caches and the pools of the JDK
    }
    Footprint start = Footprint.now();
    course.fact("at the start", start);
    Context dialing = dialing();
    Context context = Context.create();
    long open = Footprint.openDescriptors();
    while (course.next()) {
      if (course.begun() % CONTEXT_FOR == 0) {
        requireClosed(course, open);
        context.close();
        context = Context.create();
      }
      openAndClose(context, places, course.random(), course);
      if (course.begun() % LOOK_EVERY == 0) {
        context.close();
        dialing.close();
        look(course, start);
        dialing = dialing();
        context = Context.create();
      }
    }
    context.close();
    dialing.close();
    look(course, start);
    places.close();
  }

  /** Closed sockets must have left nothing open in their context, which lives on. */
  private static void requireClosed(Course course, long open) throws IOException {
    long most = open + DIALERS + 2;
    long now = Footprint.openDescriptors();
    for (int i = 0; i < PATIENCE_IN_LOOKS && now > most; i++) {
      LockSupport.parkNanos(20_000_000); // an I/O thread closes them
      now = Footprint.openDescriptors();
    }
    course.most("descriptors beside a context that lives", now);
    if (now > most) {
      throw new AssertionError(open + " descriptors were open, and now it is " + now);
    }
  }

  private static void look(Course course, Footprint start) throws IOException {
    Footprint now = Footprint.now();
    for (int i = 0; i < PATIENCE_IN_LOOKS && !now.isNoMoreThan(start); i++) {
      LockSupport.parkNanos(20_000_000); // direct memory is freed behind a collection, in a thread
      now = Footprint.now();
    }
    course.fact("after " + course.begun() + " rounds", now);
    now.requireNoMoreThan(start);
  }

  /** Sockets that dial a port on which nobody listens a thousand times a second, all together. */
  private static Context dialing() throws IOException {
    Context context = Context.create(o -> o.linger(Duration.ZERO));
    for (int i = 0; i < DIALERS; i++) {
      context
          .dealer(o -> o.reconnect(Reconnect.every(Duration.ofMillis(10))))
          .connect("tcp://127.0.0.1:" + Ports.unused());
    }
    return context;
  }

  private static void warmUp(Places places, SplittableRandom random) {
    try (Context context = Context.create()) {
      openAndClose(context, places, random, null);
    }
  }

  private static void openAndClose(
      Context context, Places places, SplittableRandom random, Course course) {
    SocketKind[] kinds = SocketKind.values();
    SocketKind kind = kinds[random.nextInt(kinds.length)];
    Plan.Carrier carrier = Plan.Carrier.values()[random.nextInt(3)];
    SocketKind.Settings settings = new SocketKind.Settings(Duration.ZERO, 100);
    int use = random.nextInt(4);
    if (kind == SocketKind.STREAM) {
      use = 0;
      carrier = Plan.Carrier.TCP;
    }
    try (Socket socket = kind.open(context, settings)) {
      switch (use) {
        case 0 -> socket.bind(places.fresh(carrier));
        case 1 -> socket.connect(places.nobody(carrier));
        default -> {
          try (Socket peer = kind.openPeer(context, settings)) {
            String endpoint = socket.bind(places.fresh(carrier));
            peer.connect(endpoint);
            if (use == 3) {
              exchange(kind, socket, peer);
            }
          }
        }
      }
    }
    if (course != null) {
      course.count(kind + (use == 3 ? ", with a message" : ""));
    }
  }

  private static void exchange(SocketKind kind, Socket socket, Socket peer) {
    Socket from;
    Socket to;
    switch (kind) {
      case PULL, REP, ROUTER, PAIR, DEALER -> {
        from = peer;
        to = socket;
      }
      case PUSH, REQ -> {
        from = socket;
        to = peer;
      }
      default -> {
        return;
      }
    }
    if (!((Sender) from).send(Message.of("message"), PATIENCE)
        || ((Receiver) to).receive(PATIENCE).isEmpty()) {
      throw new LateException("a message did not arrive");
    }
  }
}
