package io.cero.campaigns.clusters;

import io.cero.Context;
import io.cero.Frame;
import io.cero.Interest;
import io.cero.Message;
import io.cero.PollItem;
import io.cero.Poller;
import io.cero.ReqSocket;
import io.cero.campaigns.frame.LateException;
import io.cero.examples.peering.Cluster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The clients and workers of one cluster: each a REQ socket with a connection of its own, all in
 * one thread, which polls them.
 *
 * <p>A client asks at a steady rate, whose times do not depend on the answers; one that still waits
 * for an answer then asks as soon as it has it. Every answer must be the right one. A worker keeps
 * its task for the time that the task says, without a thread that sleeps.
 *
 * <pre>
 *   request:  cluster 4 | client 4 | number 8 | asked at 8 | work 8 | what fills it up
 *   reply:    the request, and a frame of  cluster 4 | worker 4 | how many tasks it has done 4
 * </pre>
 */
final class ClusterLoad implements AutoCloseable {
  /** A cluster's tasks take so many times as long when it is its turn. */
  private static final int PEAK = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long REST = TimeUnit.SECONDS.toNanos(1);
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * What it came to, at its end.
   *
   * @param answered requests that were answered
   * @param received messages that came for the clients
   * @param done tasks that the workers have done
   * @param waiting clients that waited for an answer when it ended
   */
  record Account(long answered, long received, long done, int waiting) {}

  private final Cluster home;
  private final int place;
  private final Volumes volumes;
  private final SplittableRandom random;
  private final Thread thread;

  // Of any thread.
  private final AtomicBoolean isHandOverWanted = new AtomicBoolean();
  private final BlockingQueue<ClusterTally> handedOver = new LinkedBlockingQueue<>();
  private volatile @Nullable Poller poller;
  private volatile boolean isAsked;
  private volatile boolean isOver;

  // Written by its own thread, read by any.
  private volatile boolean isReady;
  private volatile int waiting;
  private volatile boolean hasAnswers;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Account account;

  // Of its own thread.
  private final List<Client> clients = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final PriorityQueue<Worker> working =
      new PriorityQueue<>(Comparator.comparingLong(worker -> worker.end));
  private final HomeFirst homeFirst = new HomeFirst();
  private ClusterTally tally = new ClusterTally();
  private boolean asks;
  private int next;
  private int nowWaiting;

  /** Starts it: it connects, and its workers are ready; nobody asks yet. */
  ClusterLoad(Cluster home, int place, Volumes volumes, SplittableRandom random) {
    this.home = home;
    this.place = place;
    this.volumes = volumes;
    this.random = random;
    thread = new Thread(this::run, "load-" + home);
    thread.setDaemon(true);
    thread.start();
  }

  // ------------------------------------------------------------------ from any thread

  /** True once all are connected. */
  boolean isReady() {
    return isReady;
  }

  /** Has the clients ask, or ask no more. */
  void ask(boolean on) {
    isAsked = on;
    wake();
  }

  /** How many clients wait for an answer. */
  int waiting() {
    return waiting;
  }

  /** True once a client has an answer. */
  boolean hasAnswers() {
    return hasAnswers;
  }

  /** Throws what has failed, if something has. */
  void check() {
    Throwable failed = failure;
    if (failed != null) {
      throw new AssertionError(home + ": " + failed.getMessage(), failed);
    }
  }

  /** What its clients saw since this was asked last. */
  ClusterTally take() throws InterruptedException {
    isHandOverWanted.set(true);
    wake();
    long start = System.nanoTime();
    while (true) {
      check();
      ClusterTally taken = handedOver.poll(10, TimeUnit.MILLISECONDS);
      if (taken != null) {
        return taken;
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new LateException("the clients of " + home + " do not answer");
      }
    }
  }

  /** Ends it where it is; returns what it came to. */
  Account end() throws InterruptedException {
    isOver = true;
    wake();
    thread.join(PATIENCE.toMillis());
    check();
    Account result = account;
    if (result == null) {
      throw new LateException("the clients and workers of " + home + " do not end");
    }
    return result;
  }

  /** Ends it, whatever it came to. */
  @Override
  public void close() {
    isOver = true;
    wake();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tasks that went abroad while a worker was idle at home; after its end. */
  HomeFirst homeFirst() {
    return homeFirst;
  }

  private void wake() {
    Poller waits = poller;
    if (waits != null) {
      waits.wake();
    }
  }

  // ------------------------------------------------------------------ its own thread

  private void run() {
    try (Context context =
            Context.create(
                o -> o.linger(Duration.ZERO).threadNamePrefix("cero-load-" + home.name()));
        Poller own = context.poller()) {
      poller = own;
      open(context, own);
      isReady = true;
      while (!isOver) {
        turn(own);
      }
      account = close(System.nanoTime());
    } catch (Throwable e) {
      failure = e;
    } finally {
      handedOver.add(tally.end());
    }
  }

  private void open(Context context, Poller own) {
    for (int i = 0; i < volumes.workers; i++) {
      Worker worker = new Worker(i, context.req());
      worker.socket.connect(home.endpoint("localbe"));
      own.register(worker.socket, Interest.READ).attach(worker);
      worker.socket.send("READY");
      workers.add(worker);
    }
    for (int i = 0; i < volumes.clients; i++) {
      Client client = new Client(i, context.req());
      client.socket.connect(home.endpoint("localfe"));
      own.register(client.socket, Interest.READ).attach(client);
      clients.add(client);
    }
    for (Client client : clients) {
      awaitBroker(client.socket);
    }
    for (Worker worker : workers) {
      awaitBroker(worker.socket);
    }
  }

  private void awaitBroker(ReqSocket socket) {
    if (!socket.awaitPeers(1, PATIENCE)) {
      throw new LateException("the broker of " + home + " does not answer");
    }
  }

  private void turn(Poller own) {
    long now = System.nanoTime();
    if (isAsked != asks) {
      asks = isAsked;
      if (asks) {
        begin(now);
      }
    }
    if (isHandOverWanted.getAndSet(false)) {
      handedOver.add(tally.end());
      tally = new ClusterTally();
    }
    while (asks && clients.get(next).tick <= now) {
      clients.get(next).tick();
      next = (next + 1) % clients.size();
    }
    while (!working.isEmpty() && working.element().end <= now) {
      working.remove().finish();
    }
    waiting = nowWaiting;
    long until = now + REST;
    if (asks) {
      until = Math.min(until, clients.get(next).tick);
    }
    if (!working.isEmpty()) {
      until = Math.min(until, working.element().end);
    }
    for (PollItem item : own.pollUntil(until)) {
      if (item.attachment() instanceof Party party) {
        party.receive();
      }
    }
  }

  /** Spreads the clients' times over a period. */
  private void begin(long now) {
    for (Client client : clients) {
      client.tick = now + random.nextLong(volumes.period());
      client.due = client.tick;
    }
    clients.sort(Comparator.comparingLong(client -> client.tick));
    next = 0;
  }

  private Account close(long now) {
    long answered = 0;
    long received = 0;
    for (Client client : clients) {
      answered += client.answered;
      received += client.socket.statistics().received().read();
    }
    long done = 0;
    for (Worker worker : workers) {
      done += worker.done;
      worker.isNeededAgain(now);
    }
    return new Account(answered, received, done, nowWaiting);
  }

  /** How long a task that is asked for now takes. */
  private long work(long now) {
    boolean isPeak = Math.floorMod(TimeUnit.NANOSECONDS.toSeconds(now), volumes.clusters) == place;
    double times = random.nextDouble(0.5, 1.5) * (isPeak ? PEAK : 1);
    return Math.round(volumes.work() * times);
  }

  /** A client or a worker. */
  private interface Party {
    /** A message can be received. */
    void receive();
  }

  /** Asks at a steady rate. */
  private final class Client implements Party {
    private final ReqSocket socket;
    private final ByteBuffer body;

    /** When it falls due to ask again. */
    private long tick;

    /** When it fell due, or does, to ask what it asks next. */
    private long due;

    private long dueOfSent;
    private long sentAt;
    private @Nullable Frame sent;
    private long number;
    private long answered;

    Client(int place, ReqSocket socket) {
      this.socket = socket;
      byte[] bytes = new byte[volumes.bytes];
      random.nextBytes(bytes);
      body = ByteBuffer.wrap(bytes).putInt(0, ClusterLoad.this.place).putInt(4, place);
    }

    /** It is time to ask. */
    void tick() {
      tally.due();
      tick += volumes.period();
      if (sent == null) {
        send();
      }
    }

    private void send() {
      sentAt = System.nanoTime();
      body.putLong(8, ++number).putLong(16, sentAt).putLong(24, work(sentAt));
      sent = Frame.of(body.rewind());
      dueOfSent = due;
      due += volumes.period();
      nowWaiting++;
      socket.send(Message.of(sent));
    }

    @Override
    public void receive() {
      Optional<Message> received = socket.tryReceive();
      if (received.isEmpty()) {
        return;
      }
      Message reply = received.get();
      if (sent == null || reply.frameCount() != 2 || !reply.first().equals(sent)) {
        throw new AssertionError("a client has another's reply, or a damaged one");
      }
      long now = System.nanoTime();
      ByteBuffer doer = ByteBuffer.wrap(reply.last().toByteArray());
      boolean isAbroad = doer.getInt(0) != place;
      if (isAbroad) {
        homeFirst.wentAbroad(sentAt, now);
      } else {
        workers.get(doer.getInt(4)).isIdleAfter(doer.getInt(8), now);
      }
      tally.answered(now - dueOfSent, now - sentAt, isAbroad);
      hasAnswers = true;
      answered++;
      nowWaiting--;
      sent = null;
      if (asks && due < tick) {
        send();
      }
    }
  }

  /** Does tasks by the clock. */
  private final class Worker implements Party {
    private final int number;
    private final ReqSocket socket;
    private @Nullable Message task;
    private long end;
    private int done;

    /** Since when its broker certainly knows that it is idle. */
    private long idleSince = NEVER;

    Worker(int number, ReqSocket socket) {
      this.number = number;
      this.socket = socket;
    }

    @Override
    public void receive() {
      Optional<Message> received = socket.tryReceive();
      if (received.isEmpty()) {
        return;
      }
      ByteBuffer request = received.get().last().segments().get(0);
      isNeededAgain(request.getLong(16));
      task = received.get();
      end = System.nanoTime() + request.getLong(24);
      working.add(this);
    }

    void finish() {
      if (task == null) {
        throw new IllegalStateException("worker " + number + " of " + home + " has no task");
      }
      done++;
      byte[] doer = new byte[12];
      ByteBuffer.wrap(doer).putInt(0, place).putInt(4, number).putInt(8, done);
      socket.send(task.append(Frame.of(doer)));
      task = null;
    }

    /** A client at home has the reply to one of its tasks: the last one, perhaps. */
    void isIdleAfter(int tasks, long now) {
      if (tasks == done && task == null) {
        idleSince = now;
      }
    }

    /** It has another task, asked for at this time. */
    void isNeededAgain(long askedAt) {
      if (idleSince != NEVER) {
        homeFirst.wasIdle(idleSince, askedAt);
        idleSince = NEVER;
      }
    }
  }
}
