package io.cero.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.DropReason;
import io.cero.Message;
import io.cero.OverflowOptions;
import io.cero.PeerStatistics;
import io.cero.PubSocket;
import io.cero.ReceiveStatistics;
import io.cero.Receiver;
import io.cero.Reconnect;
import io.cero.RoutingId;
import io.cero.SendStatistics;
import io.cero.Sender;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SocketOptions;
import io.cero.SocketStatistics;
import io.cero.SubSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One sending socket, some receiving ones, random faults, and in the end the sums. */
final class Round {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(1);

  /** Drops of which monitors are not told one by one. */
  private static final Set<DropReason> SILENT =
      Set.of(DropReason.NO_PEER, DropReason.CONFLATED, DropReason.TOO_LARGE);

  private enum Kind {
    PUSH,
    CONFLATING_PUSH,
    DEALER,
    ROUTER,
    PUB,
    PAIR
  }

  private static int names;

  private final Random random;
  private final Kind kind;
  private final String transport;
  private final boolean senderBinds;
  private final boolean lossy; // connections are killed, and receivers closed
  private final boolean fickle; // subscriptions change
  private final int receivers;
  private final int sendMark;
  private final int receiveMark;
  private final int messages;
  private final Duration linger;
  private final boolean overflows;
  private final Path directory;

  private final Context context = Context.create();
  private final List<Relay> relays = new CopyOnWriteArrayList<>();
  private final List<Reading> readings = new CopyOnWriteArrayList<>();
  private final List<Log> logs = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile long attempts;
  private volatile boolean over;
  private volatile boolean watching = true;
  private long sent;
  private long sentToNobody;
  private String endpoint = "";

  /**
   * A round.
   *
   * @param directory where what overflows goes
   */
  Round(Random random, Path directory) {
    this.random = random;
    this.directory = directory;
    this.kind = random.nextInt(4) == 0 ? Kind.PUB : Kind.values()[random.nextInt(6)];
    this.transport = List.of("tcp", "tcp", "ipc", "inproc").get(random.nextInt(4));
    this.senderBinds = random.nextBoolean();
    this.lossy = random.nextBoolean();
    this.fickle = kind == Kind.PUB && random.nextInt(3) == 0;
    this.receivers = kind == Kind.PAIR ? 1 : 1 + random.nextInt(3);
    this.sendMark = 1 + random.nextInt(random.nextBoolean() ? 10 : 1_000);
    this.receiveMark = 1 + random.nextInt(random.nextBoolean() ? 10 : 1_000);
    this.messages = 2_000 + random.nextInt(20_000);
    this.linger = Duration.ofMillis(List.of(0, 2, 500).get(random.nextInt(3)));
    boolean mayOverflow = kind != Kind.CONFLATING_PUSH && !transport.equals("inproc");
    this.overflows = mayOverflow && random.nextInt(4) == 0;
  }

  @Override
  public String toString() {
    return kind
        + " over "
        + transport
        + (senderBinds ? ", bound, to " : ", connected, to ")
        + receivers
        + ", marks "
        + sendMark
        + " and "
        + receiveMark
        + ", "
        + messages
        + " messages, linger "
        + linger
        + (lossy ? ", lossy" : "")
        + (fickle ? ", fickle" : "")
        + (overflows ? ", overflowing" : "");
  }

  /** What the monitor of a socket told, and what the test knows itself. */
  private static final class Log {
    final Socket socket;
    final SocketMonitor monitor;

    /** Counted by who sends or receives. */
    volatile long counted;

    Log(Socket socket) {
      this.socket = socket;
      this.monitor = socket.monitor();
    }
  }

  /** A thread that receives, with pauses. */
  private final class Reading implements Runnable {
    private final Random dice;
    private final int number;
    private Log log;
    private boolean subscribed;

    Reading(int number, long seed) {
      this.number = number;
      this.dice = new Random(seed);
      open();
    }

    private void open() {
      Socket socket = receiver(number);
      log = new Log(socket);
      logs.add(log);
      if (socket instanceof SubSocket sub) {
        sub.subscribe("a");
        subscribed = true;
      }
    }

    @Override
    public void run() {
      try {
        while (!over) {
          int die = dice.nextInt(20_000);
          if (die < 3) {
            long until = Math.min(attempts, Long.MAX_VALUE - 5_000) + dice.nextInt(5_000);
            while (!over && attempts < until) {
              Thread.onSpinWait();
              Thread.yield();
            }
          } else if (die < 4 && lossy) {
            log.socket.close();
            open();
            attach(log.socket);
          } else if (die < 30 && fickle) {
            SubSocket sub = (SubSocket) log.socket;
            if (subscribed) {
              sub.unsubscribe("a");
            } else {
              sub.subscribe("a");
            }
            subscribed = !subscribed;
          } else {
            receive();
          }
        }
      } catch (Throwable failure) {
        failures.add(failure);
      }
    }

    private boolean receive() {
      Optional<Message> message = ((Receiver) log.socket).receive(MOMENT);
      if (message.isPresent()) {
        log.counted++;
      }
      return message.isPresent();
    }
  }

  // ------------------------------------------------------------------ the sockets

  private void set(SocketOptions<?> options) {
    options.highWaterMark(receiveMark);
    options.linger(linger);
    options.reconnect(Reconnect.every(MOMENT));
  }

  private void setSender(SocketOptions<?> options) {
    options.sendHighWaterMark(sendMark);
    options.linger(linger);
    if (overflows) {
      options.overflow(OverflowOptions.in(directory).withSegmentBytes(64 << 10));
    }
  }

  private Socket sender() {
    Socket socket =
        switch (kind) {
          case PUSH -> context.push(this::setSender);
          case CONFLATING_PUSH -> context.push(o -> o.conflate(true).linger(linger));
          case DEALER -> context.dealer(this::setSender);
          case ROUTER -> context.router(this::setSender);
          case PUB -> context.pub(this::setSender);
          case PAIR -> context.pair(this::setSender);
        };
    return socket;
  }

  private Socket receiver(int number) {
    return switch (kind) {
      case PUSH -> context.pull(this::set);
      case CONFLATING_PUSH ->
          context.pull(
              o -> {
                set(o);
                o.conflate(true);
              });
      case DEALER -> context.router(this::set);
      case ROUTER ->
          context.dealer(
              o -> {
                set(o);
                o.routingId(RoutingId.of("R" + number));
              });
      case PUB -> context.sub(this::set);
      case PAIR -> context.pair(this::set);
    };
  }

  private String fresh() {
    return switch (transport) {
      case "tcp" -> "tcp://127.0.0.1:*";
      case "ipc" -> "ipc://*";
      default -> "inproc://round-" + ++names;
    };
  }

  /** Connects a receiver to the sender that is bound; else it is bound, and known already. */
  private void attach(Socket socket) throws Exception {
    if (senderBinds) {
      socket.connect(through(endpoint));
    }
  }

  private String through(String to) throws Exception {
    if (!lossy || !transport.equals("tcp")) {
      return to;
    }
    Relay relay = Relay.to(to);
    relays.add(relay);
    return relay.endpoint();
  }

  // ------------------------------------------------------------------ what happens

  long run() throws Exception {
    try {
      Log sender = new Log(sender());
      logs.add(sender);
      if (senderBinds) {
        endpoint = sender.socket.bind(fresh());
      }
      for (int i = 0; i < receivers; i++) {
        Reading reading = new Reading(i, random.nextLong());
        readings.add(reading);
        if (senderBinds) {
          attach(reading.log.socket);
        } else {
          sender.socket.connect(through(reading.log.socket.bind(fresh())));
        }
      }
      start(this::watch);
      readings.forEach(this::start);
      boolean constant = kind == Kind.PUB && !lossy && !fickle;
      if (constant) {
        assertTrue(((PubSocket) sender.socket).awaitSubscribers("a", receivers, PATIENCE));
      }
      for (int i = 0; i < messages && failures.isEmpty(); i++) {
        send(sender);
      }
      attempts = Long.MAX_VALUE; // nobody pauses any more
      if (!lossy && !fickle && kind != Kind.CONFLATING_PUSH) {
        settle(sender.socket);
      }
      end(sender.socket);
      failures.forEach(
          failure -> {
            throw new AssertionError(failure);
          });
      check(sender, constant);
      return sent;
    } finally {
      over = true;
      watching = false;
      for (Thread thread : threads) {
        thread.join();
      }
      context.close();
      for (Relay relay : relays) {
        relay.close();
      }
    }
  }

  private void start(Runnable body) {
    Thread thread = new Thread(body, "round");
    threads.add(thread);
    thread.start();
  }

  private void send(Log sender) {
    boolean toNobody = random.nextInt(10) == 0;
    List<byte[]> frames = new ArrayList<>();
    if (kind == Kind.ROUTER) {
      frames.add(
          (toNobody ? "nobody" : "R" + random.nextInt(receivers)).getBytes(StandardCharsets.UTF_8));
    } else if (kind == Kind.PUB) {
      frames.add((toNobody ? "b" : "a").getBytes(StandardCharsets.UTF_8));
    }
    int more = kind == Kind.CONFLATING_PUSH ? 1 : random.nextInt(10) == 0 ? 3 : 1;
    for (int i = 0; i < more; i++) {
      int die = random.nextInt(1_000);
      int most = die == 0 ? 100_000 : die < 20 ? 5_000 : 100;
      frames.add(new byte[random.nextInt(most)]);
    }
    Message message = Message.of(frames.toArray(byte[][]::new));
    attempts++;
    if (((Sender) sender.socket).send(message, random.nextInt(4) == 0 ? MOMENT : Duration.ZERO)) {
      sent++;
      sentToNobody += toNobody ? 1 : 0;
    }
    if (lossy && random.nextInt(3_000) == 0 && !relays.isEmpty()) {
      relays.get(random.nextInt(relays.size())).kill();
    }
  }

  /** Where no connection is lost, what was written is read: nothing stays under way. */
  private void settle(Socket sender) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (failures.isEmpty()) {
      SendStatistics here = sender.statistics().sent();
      long read = 0;
      for (Reading reading : readings) {
        ReceiveStatistics there = reading.log.socket.statistics().received();
        read += there.read() - there.queued();
      }
      if (here.queued() == 0 && read == here.written()) {
        return;
      }
      assertTrue(System.nanoTime() < deadline, "read " + read + " of " + here);
      Thread.yield();
    }
  }

  private void end(Socket sender) throws Exception {
    boolean first = random.nextBoolean();
    if (first) {
      sender.close();
    }
    over = true;
    for (Thread thread : threads.subList(1, threads.size())) {
      thread.join();
    }
    for (Reading reading : readings) {
      reading.log.socket.close();
    }
    sender.close();
    for (Log log : logs) { // the context would wait too, but not for ever
      StatisticsTest.await(log.socket, statistics -> statistics.peers().isEmpty());
    }
    context.close();
    watching = false;
    threads.get(0).join();
  }

  /** Looks all the time: in every snapshot the sums hold, and nothing is taken back. */
  private void watch() {
    try {
      Map<Socket, SocketStatistics> before = new HashMap<>();
      while (watching) {
        for (Log log : logs) {
          SocketStatistics now = log.socket.statistics();
          verify(now);
          SocketStatistics earlier = before.put(log.socket, now);
          if (earlier != null) {
            assertTrue(now.sent().accepted() >= earlier.sent().accepted(), "accepted less");
            assertTrue(now.sent().acceptedBytes() >= earlier.sent().acceptedBytes(), "fewer bytes");
            assertTrue(now.sent().written() >= earlier.sent().written(), "written less");
            assertTrue(now.received().read() >= earlier.received().read(), "read less");
            assertTrue(
                kind == Kind.PUB // a filter may just be looking at one
                    || now.received().delivered() >= earlier.received().delivered(),
                "delivered less");
          }
        }
        Thread.yield();
      }
    } catch (ClosedException | AssertionError failure) {
      failures.add(failure);
    }
  }

  // ------------------------------------------------------------------ the sums

  private static void verify(SocketStatistics now) {
    verify(now.sent());
    verify(now.received());
    for (PeerStatistics peer : now.peers()) {
      verify(peer.sent());
      verify(peer.received());
    }
  }

  private static void verify(SendStatistics now) {
    assertEquals(now.accepted(), now.written() + now.queued() + now.droppedInAll(), now::toString);
    assertTrue(now.written() >= 0 && now.queued() >= 0 && now.queuedBytes() >= 0, now::toString);
    assertTrue(now.acceptedBytes() >= now.writtenBytes() + now.queuedBytes(), now::toString);
  }

  private static void verify(ReceiveStatistics now) {
    assertEquals(now.read(), now.delivered() + now.queued() + now.droppedInAll(), now::toString);
    assertTrue(now.delivered() >= 0 && now.queued() >= 0 && now.queuedBytes() >= 0, now::toString);
  }

  private void check(Log sender, boolean constant) {
    SocketStatistics here = sender.socket.statistics();
    verify(here);
    if (kind != Kind.PUB) {
      assertEquals(sent, here.sent().accepted(), "accepted");
    } else if (constant) {
      assertEquals((sent - sentToNobody) * receivers + sentToNobody, here.sent().accepted());
    } else {
      assertTrue(here.sent().accepted() >= sent);
    }
    if (kind == Kind.ROUTER) {
      assertTrue(here.sent().dropped(DropReason.UNROUTABLE) >= sentToNobody);
    } else if (kind == Kind.PUB) {
      assertTrue(here.sent().dropped(DropReason.NO_PEER) >= sentToNobody);
    }
    long read = 0;
    long taken = 0;
    for (Log log : logs) {
      SocketStatistics now = log.socket.statistics();
      assertEquals(List.of(), now.peers(), "everybody is gone");
      assertEquals(0, now.sent().queued());
      assertEquals(0, now.received().queued());
      Map<DropReason, Long> told = told(log);
      if (log == sender) {
        Map<DropReason, Long> dropped = loud(now.sent().dropped());
        loud(now.received().dropped())
            .forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        if (kind != Kind.CONFLATING_PUSH) { // what is told may be replaced after its peer's end
          assertEquals(dropped, told, "dropped by the sender, as it is told");
        }
        continue;
      }
      verify(now);
      assertEquals(log.counted, now.received().delivered(), "delivered");
      assertEquals(loud(now.received().dropped()), told, "dropped by a receiver, as it is told");
      read += now.received().read();
      taken +=
          now.received().read()
              - now.received().dropped(DropReason.CLOSED)
              - now.received().dropped(DropReason.CONFLATED);
    }
    if (transport.equals("inproc")) {
      assertEquals(here.sent().written(), taken, "taken by the receivers");
    } else if (lossy || fickle || kind == Kind.CONFLATING_PUSH) {
      assertTrue(read <= here.sent().written(), read + " read of " + here.sent());
    } else {
      assertEquals(here.sent().written(), read, "nothing is under way");
    }
  }

  private static Map<DropReason, Long> loud(Map<DropReason, Long> dropped) {
    Map<DropReason, Long> loud = new EnumMap<>(DropReason.class);
    loud.putAll(dropped);
    loud.keySet().removeAll(SILENT);
    return loud;
  }

  /** Goes through a socket's events: numbered without gap, by pairs, and adds up the drops. */
  private Map<DropReason, Long> told(Log log) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    Set<String> full = new HashSet<>();
    int connected = 0;
    long sequence = 0;
    boolean oneByOne = transport.equals("tcp") || !senderBinds;
    for (Optional<SocketEvent> next = log.monitor.poll();
        next.isPresent();
        next = log.monitor.poll()) {
      SocketEvent event = next.get();
      assertEquals(sequence++, event.sequence());
      String key = senderBinds ? event.address() : event.endpoint();
      if (event instanceof SocketEvent.Dropped drop) {
        dropped.merge(drop.reason(), drop.count(), Long::sum);
      } else if (event instanceof SocketEvent.HandshakeSucceeded) {
        connected++;
      } else if (event instanceof SocketEvent.Disconnected) {
        connected--;
        assertTrue(connected >= 0, "more have gone than come");
      } else if (event instanceof SocketEvent.MarkReached && oneByOne) {
        assertTrue(full.add(key), () -> "the mark is reached twice: " + key);
      } else if (event instanceof SocketEvent.RoomAgain && oneByOne) {
        assertTrue(full.remove(key), () -> "room twice: " + key);
      }
    }
    assertEquals(0, connected, "somebody has come and not gone: " + log.socket);
    return dropped;
  }
}
