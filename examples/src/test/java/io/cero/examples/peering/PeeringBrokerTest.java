package io.cero.examples.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.RoutingId;
import io.cero.SubSocket;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.Peers;
import io.cero.toolkit.EventLoop;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One broker, DC1, with the test as its clients, its worker and its peer DC2. Each step waits for
 * what the one before has caused, so that what the broker knows is certain.
 */
class PeeringBrokerTest {
  private static final RoutingId DC1 = RoutingId.of("DC1");
  private static final RoutingId DC2 = RoutingId.of("DC2");

  private final IpcDirectory folder = IpcDirectory.create();
  private final Cluster home = new Cluster("DC1", folder.path());
  private final Cluster abroad = home.neighbour("DC2");
  private final Context context = Context.create();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private final ReqSocket worker = context.req(o -> o.receiveTimeout(Peers.DEADLINE));
  private final ReqSocket client = context.req(o -> o.receiveTimeout(Peers.DEADLINE));
  private final ReqSocket another = context.req(o -> o.receiveTimeout(Peers.DEADLINE));

  // Of DC2.
  private final RouterSocket cloudfe =
      context.router(o -> o.routingId(DC2).receiveTimeout(Peers.DEADLINE));
  private final RouterSocket cloudbe =
      context.router(o -> o.routingId(DC2).receiveTimeout(Peers.DEADLINE));
  private final PubSocket statebe = context.pub();
  private final SubSocket statefe = context.sub(o -> o.receiveTimeout(Peers.DEADLINE));

  @BeforeEach
  void start() throws Exception {
    EventLoop loop = EventLoop.create(context);
    new PeeringBroker(context, loop, home, List.of(abroad), said::add);
    loop.start();
    worker.connect(home.endpoint("localbe"));
    client.connect(home.endpoint("localfe"));
    another.connect(home.endpoint("localfe"));
    cloudfe.bind(abroad.endpoint("cloud"));
    statebe.bind(abroad.endpoint("state"));
    cloudbe.connect(home.endpoint("cloud"), DC1);
    statefe.subscribe("");
    statefe.connect(home.endpoint("state"));
    awaitSaid("DC2 is here");
    assertTrue(statebe.awaitSubscribers("", 1, Peers.DEADLINE));
  }

  @AfterEach
  void end() {
    context.close();
    folder.close();
  }

  private void awaitSaid(String line) throws InterruptedException {
    assertEquals(line, said.poll(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
  }

  /** Waits until DC1 tells how many of its workers are idle. */
  private void awaitIdle(int count) {
    assertEquals(Message.of("DC1", Integer.toString(count)), statefe.receive());
  }

  private void sayIdle(int count) {
    statebe.send("DC2", Integer.toString(count));
  }

  /** A task that has gone abroad; its reply is the same with another last frame. */
  private Message receivedAbroad(String task) {
    Message request = cloudfe.receive();
    assertEquals(5, request.frameCount()); // DC1, the task's number, the client, delimiter, task
    assertEquals("DC1", request.text(0));
    assertEquals("", request.text(3));
    assertEquals(task, request.text(4));
    return request;
  }

  private void workAtHome(String task) {
    Message request = worker.receive();
    assertEquals(task, request.last().text());
    worker.send(request.withLast(task + " done at home"));
  }

  @Test
  void shouldWorkAtHomeWhenAWorkerIsIdleWhateverPeersSay() {
    awaitIdle(0);
    sayIdle(5);
    client.send("no worker yet");
    cloudfe.send(receivedAbroad("no worker yet").withLast("done abroad"));
    assertEquals("done abroad", client.receiveText());

    worker.send("READY");
    awaitIdle(1);
    client.send("task");
    awaitIdle(0);
    workAtHome("task");
    awaitIdle(1);
    assertEquals("task done at home", client.receiveText());
  }

  @Test
  void shouldSendAbroadNoMoreThanThePeerHasIdleWorkersFor() {
    sayIdle(1);
    client.send("first");
    Message first = receivedAbroad("first");
    another.send("second");
    worker.send("READY"); // and it would have none to do if the second had gone abroad
    workAtHome("second");
    assertEquals("second done at home", another.receiveText());
    cloudfe.send(first.withLast("done abroad"));
    assertEquals("done abroad", client.receiveText());
  }

  @Test
  void shouldNotSendOnWhatComesFromAbroad() {
    sayIdle(5);
    client.send("goes abroad"); // so what DC2 says has been heard
    receivedAbroad("goes abroad");
    cloudbe.send(Message.of("DC1", "a client there", "", "foreign task"));
    worker.send("READY");
    workAtHome("foreign task");
    assertEquals(
        Message.of("DC1", "a client there", "", "foreign task done at home"), cloudbe.receive());
  }

  @Test
  void shouldDoItElsewhereWhenThePeerThatHasATaskGoes() throws Exception {
    sayIdle(5);
    client.send("task");
    receivedAbroad("task");
    cloudfe.close();
    awaitSaid("DC2 has gone");
    worker.send("READY");
    workAtHome("task");
    assertEquals("task done at home", client.receiveText());
    another.send("another"); // the worker is idle again
    workAtHome("another");
  }

  @Test
  void shouldTellAPeerThatBeginsToListenHowManyWorkersAreIdle() {
    worker.send("READY");
    String told = statefe.receive().text(1);
    if (told.equals("0")) {
      awaitIdle(1);
    }
    SubSocket late = context.sub(o -> o.receiveTimeout(Peers.DEADLINE));
    late.subscribe("");
    late.connect(home.endpoint("state"));
    assertEquals(Message.of("DC1", "1"), late.receive());
  }
}
