package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Context context;

  @BeforeEach
  void makeContext() {
    context = Context.create();
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  private static CompletableFuture<Proxy.Ending> running(Proxy proxy) {
    CompletableFuture<Proxy.Ending> ending = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ending.complete(proxy.run());
              } catch (Throwable e) {
                ending.completeExceptionally(e);
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
    return ending;
  }

  private static String endpoint(String transport, String name) {
    return transport.equals("tcp") ? "tcp://127.0.0.1:*" : "inproc://" + name;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "inproc"})
  void shouldCarryRequestsAndRepliesWhenItIsAQueue(String transport) throws Exception {
    RouterSocket clients = context.router();
    DealerSocket services = context.dealer();
    String front = clients.bind(endpoint(transport, "front"));
    String back = services.bind(endpoint(transport, "back"));
    Proxy proxy = Proxy.between(clients, services);
    CompletableFuture<Proxy.Ending> ending = running(proxy);
    RepSocket rep = context.rep();
    rep.connect(back);
    Thread service =
        new Thread(
            () -> {
              try {
                while (true) {
                  rep.send(rep.receive());
                }
              } catch (ClosedException ended) {
                // the test is over
              }
            });
    service.start();
    ReqSocket req = context.req();
    req.connect(front);
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[][] frames = new byte[1 + random.nextInt(3)][];
      for (int f = 0; f < frames.length; f++) {
        frames[f] = new byte[random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(9)];
        random.nextBytes(frames[f]);
      }
      Message request = Message.of(frames);
      req.send(request);
      assertEquals(request, req.receive(LONG).orElseThrow());
    }
    proxy.terminate();
    assertEquals(Proxy.Ending.TERMINATED, ending.get());
    ProxyStatistics statistics = proxy.statistics();
    assertEquals(200, statistics.frontendReceived());
    assertEquals(200, statistics.backendSent());
    assertEquals(200, statistics.backendReceived());
    assertEquals(200, statistics.frontendSent());
    assertEquals(statistics.frontendReceivedBytes(), statistics.backendSentBytes());
    rep.close();
    service.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "inproc"})
  void shouldCarrySubscriptionsAndMessagesWhenItIsAForwarder(String transport) throws Exception {
    XSubSocket publishers = context.xsub();
    XPubSocket subscribers = context.xpub();
    XPubSocket publisher = context.xpub();
    publishers.connect(publisher.bind(endpoint(transport, "publisher")));
    String back = subscribers.bind(endpoint(transport, "subscribers"));
    CompletableFuture<Proxy.Ending> ending = running(Proxy.between(publishers, subscribers));
    SubSocket sub = context.sub();
    sub.subscribe("a");
    sub.connect(back);
    assertEquals("\u0001a", publisher.receive(LONG).orElseThrow().text());
    publisher.send("b is not wanted");
    publisher.send("a", "wanted");
    publisher.send(Message.of(new byte[] {'a'}, new byte[100_000]));
    assertEquals(Message.of("a", "wanted"), sub.receive(LONG).orElseThrow());
    assertEquals(100_000, sub.receive(LONG).orElseThrow().frame(1).size());
    context.close();
    assertEquals(Proxy.Ending.CLOSED, ending.get());
  }

  @Test
  void shouldKeepWhatTheOtherSideHasNoRoomFor() throws Exception {
    PullSocket front = context.pull(o -> o.receiveHighWaterMark(1));
    PushSocket back = context.push(o -> o.sendHighWaterMark(1));
    String in = front.bind("inproc://in");
    String out = back.bind("inproc://out");
    Proxy proxy = Proxy.between(front, back);
    CompletableFuture<Proxy.Ending> ending = running(proxy);
    PushSocket push = context.push(o -> o.sendHighWaterMark(1));
    push.connect(in);
    int sent = 0;
    while (push.trySend("message " + sent)) {
      sent++;
    }
    assertTrue(sent > 0);
    PullSocket pull = context.pull(o -> o.receiveHighWaterMark(1));
    pull.connect(out);
    for (int i = 0; i < sent; i++) {
      assertEquals("message " + i, pull.receive(LONG).orElseThrow().text());
    }
    assertFalse(ending.isDone());
    front.close();
    assertEquals(Proxy.Ending.CLOSED, ending.get());
  }

  @Test
  void shouldNotLetOneDirectionStallTheOther() throws Exception {
    PairSocket front = context.pair(o -> o.sendHighWaterMark(2).receiveHighWaterMark(2));
    PairSocket back = context.pair(o -> o.sendHighWaterMark(2).receiveHighWaterMark(2));
    PairSocket left = context.pair(o -> o.sendHighWaterMark(2).receiveHighWaterMark(2));
    PairSocket right = context.pair(o -> o.sendHighWaterMark(2).receiveHighWaterMark(2));
    left.connect(front.bind("inproc://left"));
    right.connect(back.bind("inproc://right"));
    Proxy proxy = Proxy.between(front, back);
    CompletableFuture<Proxy.Ending> ending = running(proxy);
    // nobody receives on the right: that direction fills up and stops
    while (left.send(Message.of("stuck"), Duration.ofMillis(20))) {
      assertFalse(ending.isDone());
    }
    for (int i = 0; i < 1000; i++) {
      right.send("moving");
      assertEquals("moving", left.receive(LONG).orElseThrow().text());
    }
    proxy.terminate();
    assertEquals(Proxy.Ending.TERMINATED, ending.get());
  }

  @Test
  void shouldCopyEveryMessageToTheCaptureSocket() throws Exception {
    PairSocket front = context.pair();
    PairSocket back = context.pair();
    PairSocket left = context.pair();
    PairSocket right = context.pair();
    left.connect(front.bind("tcp://127.0.0.1:*"));
    right.connect(back.bind("tcp://127.0.0.1:*"));
    PushSocket capture = context.push();
    PullSocket captured = context.pull();
    captured.connect(capture.bind("inproc://capture"));
    Proxy proxy = Proxy.between(front, back).capture(capture);
    CompletableFuture<Proxy.Ending> ending = running(proxy);
    left.send("to", "the right");
    assertEquals(Message.of("to", "the right"), right.receive(LONG).orElseThrow());
    right.send("to the left");
    assertEquals("to the left", left.receive(LONG).orElseThrow().text());
    assertEquals(Message.of("to", "the right"), captured.receive(LONG).orElseThrow());
    assertEquals("to the left", captured.receive(LONG).orElseThrow().text());
    proxy.terminate();
    assertEquals(Proxy.Ending.TERMINATED, ending.get());
    assertEquals(0, proxy.statistics().uncaptured());
  }

  @Test
  void shouldCountWhatTheCaptureSocketHasNoRoomFor() throws Exception {
    PairSocket front = context.pair();
    PairSocket back = context.pair();
    PairSocket left = context.pair();
    PairSocket right = context.pair();
    left.connect(front.bind("inproc://l"));
    right.connect(back.bind("inproc://r"));
    Proxy proxy = Proxy.between(front, back).capture(context.push());
    CompletableFuture<Proxy.Ending> ending = running(proxy);
    left.send("a", "b");
    assertEquals(Message.of("a", "b"), right.receive(LONG).orElseThrow());
    proxy.terminate();
    assertEquals(Proxy.Ending.TERMINATED, ending.get());
    assertEquals(1, proxy.statistics().uncaptured());
  }

  @Test
  void shouldObeyAControlSocket() throws Exception {
    PullSocket front = context.pull();
    PushSocket back = context.push();
    RepSocket control = context.rep();
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    push.connect(front.bind("tcp://127.0.0.1:*"));
    pull.connect(back.bind("tcp://127.0.0.1:*"));
    ReqSocket steering = context.req();
    steering.connect(control.bind("tcp://127.0.0.1:*"));
    Proxy proxy = Proxy.between(front, back).control(control);
    CompletableFuture<Proxy.Ending> ending = running(proxy);

    push.send("one");
    assertEquals("one", pull.receive(LONG).orElseThrow().text());
    steering.send("PAUSE");
    assertEquals("", steering.receive(LONG).orElseThrow().text());
    push.send("two");
    steering.send("STATISTICS");
    Message statistics = steering.receive(LONG).orElseThrow();
    assertEquals(8, statistics.frameCount());
    assertEquals(1, number(statistics, 0));
    assertEquals(3, number(statistics, 1));
    assertEquals(1, number(statistics, 6));
    assertTrue(pull.tryReceive().isEmpty());
    steering.send("RESUME");
    assertEquals("", steering.receive(LONG).orElseThrow().text());
    assertEquals("two", pull.receive(LONG).orElseThrow().text());
    steering.send("nonsense");
    assertEquals("", steering.receive(LONG).orElseThrow().text());
    steering.send("TERMINATE");
    assertEquals("", steering.receive(LONG).orElseThrow().text());
    assertEquals(Proxy.Ending.TERMINATED, ending.get());
  }

  private static long number(Message statistics, int frame) {
    return ByteBuffer.wrap(statistics.frame(frame).toByteArray())
        .order(ByteOrder.nativeOrder())
        .getLong();
  }

  @Test
  void shouldStopTakingMessagesWhilePaused() throws Exception {
    PullSocket front = context.pull();
    PushSocket back = context.push();
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    push.connect(front.bind("inproc://p1"));
    pull.connect(back.bind("inproc://p2"));
    Proxy proxy = Proxy.between(front, back);
    proxy.pause();
    Thread thread = proxy.start();
    push.send("later");
    proxy.resume();
    assertEquals("later", pull.receive(LONG).orElseThrow().text());
    proxy.terminate();
    thread.join();
    assertEquals(1, proxy.statistics().backendSent());
    assertThrows(IllegalStateException.class, proxy::run);
  }

  @Test
  void shouldEndWithTheFlagSetWhenInterrupted() throws Exception {
    PullSocket front = context.pull();
    PushSocket back = context.push();
    front.bind("tcp://127.0.0.1:*");
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Proxy.Ending> ending = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              ending.complete(Proxy.between(front, back).run());
              flag.complete(Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    assertEquals(Proxy.Ending.INTERRUPTED, ending.get());
    assertTrue(flag.get());
    assertFalse(front.isClosed());
  }

  @Test
  void shouldRefuseSocketsBetweenWhichNothingCanPass() {
    PushSocket push = context.push();
    assertThrows(IllegalArgumentException.class, () -> Proxy.between(push, push));
    assertThrows(IllegalArgumentException.class, () -> Proxy.between(push, context.push()));
  }
}
