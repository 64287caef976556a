package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.Proxy;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.testkit.Bodies;
import io.cero.testkit.PeerException;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import io.cero.testkit.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The queue device between clients and services that are libzmq in Python. How many request-reply
 * pairs there are can be given; a hundred thousand take half a minute:
 *
 * <pre>
 * mvn -pl interop-tests -am test -Dtest=QueueDeviceTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcero.interop.pairs=100000
 * </pre>
 */
class QueueDeviceTest {
  private static final int PAIRS = Integer.getInteger("cero.interop.pairs", 6_000);
  private static final int LARGEST = 100 << 10;
  private static final int CLIENTS = 2;
  private static final int SERVICES = 2;
  private static final int CHUNK = 20;

  /** How long a client waits before it sends again. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Context context = Context.create();
  private final RouterSocket clients = context.router();
  private final DealerSocket services = context.dealer();
  private final Proxy proxy = Proxy.between(clients, services);
  private String front = "";
  private String back = "";
  private final List<Service> running = new ArrayList<>();

  @BeforeEach
  void startDevice() {
    front = clients.bind("tcp://127.0.0.1:*");
    back = services.bind("tcp://127.0.0.1:*");
    proxy.start();
  }

  @AfterEach
  void endDevice() {
    running.forEach(Service::close);
    context.close();
  }

  /** A REP in a process of its own, that answers with what it was asked, until it is killed. */
  private final class Service implements AutoCloseable {
    private final ProcessPeer process = Peers.requireProcess(PeerKind.PYTHON);
    private final PeerSocket rep = process.open("REP");
    private volatile boolean over;
    private volatile boolean failed;

    Service() {
      rep.connect(back);
      serve();
    }

    private void serve() {
      rep.startEcho(200)
          .whenComplete(
              (tally, failure) -> {
                if (failure == null) {
                  serve();
                } else if (!over) {
                  failed = true;
                }
              });
    }

    @Override
    public void close() {
      over = true;
      process.kill();
    }
  }

  /** Sizes from nothing to 100 KB, the small ones more often: each order of magnitude alike. */
  private static int size(Random random) {
    return (int) Math.pow(LARGEST + 1, random.nextDouble()) - random.nextInt(2);
  }

  @Test
  @Timeout(600)
  void shouldAnswerEveryRequestByteForByteWhenClientsAndServicesArePython() {
    for (int i = 0; i < SERVICES; i++) {
      running.add(new Service());
    }
    List<ProcessPeer> processes = new ArrayList<>();
    List<CompletableFuture<Long>> asking = new ArrayList<>();
    try {
      for (int c = 0; c < CLIENTS; c++) {
        ProcessPeer process = Peers.requireProcess(PeerKind.PYTHON);
        processes.add(process);
        PeerSocket req = process.open("REQ");
        req.connect(front);
        long seed = 1_000_000_000L * c;
        asking.add(CompletableFuture.supplyAsync(() -> ask(req, PAIRS / CLIENTS / CHUNK, seed)));
      }
      long answered = 0;
      for (CompletableFuture<Long> each : asking) {
        answered += each.join();
      }
      assertEquals(PAIRS / CLIENTS / CHUNK * CHUNK * CLIENTS, answered);
      assertTrue(running.stream().noneMatch(service -> service.failed), "a service failed");
      assertEquals(answered, proxy.statistics().frontendReceived());
      assertEquals(answered, proxy.statistics().backendSent());
      assertEquals(answered, proxy.statistics().backendReceived());
    } finally {
      processes.forEach(ProcessPeer::close);
    }
  }

  /** Has a client ask; it compares each answer with its request, byte for byte. */
  private static long ask(PeerSocket req, int chunks, long firstSeed) {
    Random random = new Random(firstSeed);
    long seed = firstSeed;
    long answered = 0;
    for (int i = 0; i < chunks; i++) {
      Tally tally = PeerException.await(req.startAsk(CHUNK, size(random), seed));
      seed += CHUNK;
      answered += tally.messages();
    }
    return answered;
  }

  @Test
  @Timeout(600)
  void shouldAnswerEveryRequestRightWhenServicesAreKilledAndStarted() throws Exception {
    int pairs = Math.max(300, PAIRS / 10);
    Semaphore answered = new Semaphore(0);
    try (ProcessPeer process = Peers.requireProcess(PeerKind.PYTHON);
        ReqSocket ours =
            context.req(options -> options.relaxed(true).correlated(true).linger(Duration.ZERO))) {
      PeerSocket theirs =
          process.open("REQ", Map.of("REQ_RELAXED", true, "REQ_CORRELATE", true, "LINGER", 0));
      theirs.connect(front);
      ours.connect(front);
      List<CompletableFuture<Integer>> asking =
          List.of(
              CompletableFuture.supplyAsync(
                  () -> askAgain(pairs, 1, answered, theirs::send, theirs::receive)),
              CompletableFuture.supplyAsync(
                  () ->
                      askAgain(
                          pairs,
                          2_000_000,
                          answered,
                          ours::send,
                          time -> ours.receive(time).map(OurParty::frames))));
      for (int i = 0; i < SERVICES; i++) {
        running.add(new Service());
      }
      int kills = 8;
      for (int i = 0; i < kills; i++) {
        boolean came =
            answered.tryAcquire(
                2 * pairs / (kills + 1), Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertTrue(came, "the answers stopped coming");
        running.remove(0).close();
        if (i % 4 == 3) {
          running.remove(0).close(); // for a while there is nobody
          running.add(new Service());
        }
        running.add(new Service());
      }
      for (CompletableFuture<Integer> each : asking) {
        assertEquals(pairs, each.get(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
      }
    }
  }

  private interface Asker {
    void send(byte[] body);
  }

  /** Asks, and asks again when no answer comes; any answer must be the one to the last request. */
  private static int askAgain(
      int pairs,
      long seed,
      Semaphore answered,
      Asker asker,
      Function<Duration, Optional<List<byte[]>>> receiver) {
    Random random = new Random(seed);
    for (int i = 0; i < pairs; i++) {
      byte[] body = Bodies.generate(seed + i, size(random));
      Optional<List<byte[]>> answer = Optional.empty();
      for (int attempt = 0; answer.isEmpty(); attempt++) {
        if (attempt == 100) {
          fail("no answer to request " + i);
        }
        asker.send(body);
        answer = receiver.apply(PATIENCE);
      }
      assertEquals(1, answer.get().size());
      assertArrayEquals(body, answer.get().get(0), "the answer to request " + i);
      answered.release();
    }
    return pairs;
  }
}
