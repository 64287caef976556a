package io.cero.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.RouterSocket;
import io.cero.examples.async.AsyncServer;
import io.cero.examples.balancing.EnvelopeBroker;
import io.cero.examples.balancing.EventLoopBroker;
import io.cero.examples.balancing.LoadBalancingBroker;
import io.cero.examples.peering.Cluster;
import io.cero.examples.peering.PeeringBroker;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.toolkit.Actor;
import io.cero.toolkit.EventLoop;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's request-reply programs with libzmq in Python on the other side of their sockets. */
class RequestReplyProgramsTest {
  private static Peer python;

  private final Context context = Context.create();

  @BeforeAll
  static void start() {
    python = Peers.require(PeerKind.PYTHON);
  }

  @AfterAll
  static void end() {
    if (python != null) {
      python.close();
    }
  }

  @AfterEach
  void close() {
    context.close();
  }

  private static byte[][] frames(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
  }

  private static List<String> received(PeerSocket socket) {
    return socket.receive().stream().map(frame -> new String(frame, UTF_8)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames", "envelopes", "event loop"})
  void shouldBalanceTheLoadWhenClientsAndWorkersAreInPython(String how) {
    RouterSocket frontend = context.router();
    RouterSocket backend = context.router();
    String clientsAt = frontend.bind("tcp://127.0.0.1:*");
    String workersAt = backend.bind("tcp://127.0.0.1:*");
    Actor.start(
        context,
        parent -> {
          parent.ready();
          switch (how) {
            case "frames" -> LoadBalancingBroker.serve(context, frontend, backend);
            case "envelopes" -> EnvelopeBroker.serve(context, frontend, backend);
            default -> EventLoopBroker.serve(context, frontend, backend);
          }
        });
    try (PeerSocket alice = python.open("REQ", Map.of("ROUTING_ID", "ALICE"));
        PeerSocket bob = python.open("REQ", Map.of("ROUTING_ID", "BOB"));
        PeerSocket first = python.open("REQ");
        PeerSocket second = python.open("REQ")) {
      alice.connect(clientsAt);
      bob.connect(clientsAt);
      first.connect(workersAt);
      second.connect(workersAt);

      first.send(frames("READY"));
      alice.send(frames("HELLO"));
      assertEquals(List.of("ALICE", "", "HELLO"), received(first));
      bob.send(frames("HELLO TOO"));
      second.send(frames("READY")); // the first one is busy
      assertEquals(List.of("BOB", "", "HELLO TOO"), received(second));

      second.send(frames("BOB", "", "OK"));
      assertEquals(List.of("OK"), received(bob));
      first.send(frames("ALICE", "", "OK"));
      assertEquals(List.of("OK"), received(alice));
      bob.send(frames("HELLO AGAIN"));
      assertEquals(List.of("BOB", "", "HELLO AGAIN"), received(second)); // it has waited longest
    }
  }

  /** Four of five requests get a reply, so that eight of forty are sure to. */
  @Test
  void shouldServeManyRequestsUnderWayWhenTheClientIsInPython() {
    RouterSocket frontend = context.router();
    String endpoint = frontend.bind("tcp://127.0.0.1:*");
    Actor.start(
        context,
        parent -> {
          parent.ready();
          AsyncServer.serve(context, frontend, 1, 1);
        });
    try (PeerSocket client = python.open("DEALER")) {
      client.connect(endpoint);
      for (int i = 0; i < 40; i++) {
        client.send(frames("request #" + i));
      }
      Set<String> answered = new HashSet<>();
      while (answered.size() < 8) {
        answered.addAll(received(client));
      }
      answered.forEach(reply -> assertTrue(reply.matches("request #\\d+"), reply));
    }
  }

  @Test
  void shouldGiveTasksToAPeerInPythonAndTakeItsOwn() throws Exception {
    try (IpcDirectory folder = IpcDirectory.create();
        PeerSocket cloudfe = python.open("ROUTER", Map.of("ROUTING_ID", "DC2"));
        PeerSocket cloudbe = python.open("ROUTER", Map.of("ROUTING_ID", "DC2"));
        PeerSocket statebe = python.open("XPUB");
        PeerSocket statefe = python.open("SUB");
        PeerSocket worker = python.open("REQ");
        PeerSocket client = python.open("REQ", Map.of("ROUTING_ID", "CLIENT"))) {
      Cluster home = new Cluster("DC1", folder.path());
      Cluster abroad = home.neighbour("DC2");
      BlockingQueue<String> said = new LinkedBlockingQueue<>();
      EventLoop loop = EventLoop.create(context);
      new PeeringBroker(context, loop, home, List.of(abroad), said::add);
      loop.start();
      cloudfe.bind(abroad.endpoint("cloud"));
      statebe.bind(abroad.endpoint("state"));
      statefe.subscribe(new byte[0]);
      statefe.connect(home.endpoint("state"));
      assertEquals(List.of("DC1", "0"), received(statefe));
      assertEquals("DC2 is here", said.poll(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(List.of("\1"), received(statebe)); // DC1 listens

      client.connect(home.endpoint("localfe"));
      statebe.send(frames("DC2", "1"));
      client.send(frames("4F2A"));
      List<byte[]> task = cloudfe.receive();
      assertEquals("4F2A", new String(task.get(4), UTF_8));
      cloudfe.send(task.toArray(byte[][]::new));
      assertEquals(List.of("4F2A"), received(client));

      cloudbe.setOption("CONNECT_ROUTING_ID", "DC1");
      cloudbe.connect(home.endpoint("cloud"));
      worker.connect(home.endpoint("localbe"));
      worker.send(frames("READY"));
      assertEquals(List.of("DC1", "1"), received(statefe));
      cloudbe.send(frames("DC1", "a client there", "", "91C3"));
      assertEquals(List.of("DC2", "a client there", "", "91C3"), received(worker));
      worker.send(frames("DC2", "a client there", "", "done"));
      assertEquals(List.of("DC1", "a client there", "", "done"), received(cloudbe));
    }
  }
}
