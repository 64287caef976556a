package io.cero.examples.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Message;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import io.cero.examples.Demo;
import io.cero.examples.play.Play;
import io.cero.testkit.Peers;
import io.cero.testkit.RunningProgram;
import io.cero.toolkit.Actor;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The three load-balancing brokers, which differ in how they are written and in nothing else. */
class LoadBalancingTest {
  static Stream<Demo> demos() {
    return Stream.of(LoadBalancingBroker.DEMO, EnvelopeBroker.DEMO, EventLoopBroker.DEMO);
  }

  static Stream<Named<Helloes.Broker>> brokers() {
    return Stream.of(
        Named.of("frames", LoadBalancingBroker::serve),
        Named.of("envelopes", EnvelopeBroker::serve),
        Named.of("event loop", EventLoopBroker::serve));
  }

  @ParameterizedTest
  @MethodSource("demos")
  void shouldServeEveryRequestOfEveryClient(Demo demo) {
    try (RunningProgram broker = Play.start(demo)) {
      assertEquals(
          Map.of("Worker: HELLO", 30L, "Client: OK", 30L),
          broker.lines().stream()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }
  }

  @ParameterizedTest
  @MethodSource("demos")
  void shouldEndWhenItsThreadIsInterrupted(Demo demo) {
    Play.start(demo).close();
  }

  /** Each step waits for one before it to have come through, so that the order is certain. */
  @ParameterizedTest
  @MethodSource("brokers")
  void shouldGiveEachRequestToTheWorkerThatHasWaitedLongest(Helloes.Broker broker) {
    try (Context context = Context.create()) {
      RouterSocket frontend = context.router();
      RouterSocket backend = context.router();
      String clientsAt = frontend.bind("tcp://127.0.0.1:*");
      String workersAt = backend.bind("tcp://127.0.0.1:*");
      Actor.start(
          context,
          parent -> {
            parent.ready();
            broker.serve(context, frontend, backend);
          });
      ReqSocket[] clients = connected(context, 4, clientsAt);
      ReqSocket[] workers = connected(context, 3, workersAt);
      Message[] requests = new Message[3];
      for (int i = 0; i < 3; i++) {
        workers[i].send("READY");
        clients[i].send("request " + i);
        requests[i] = workers[i].receive();
        assertEquals("request " + i, requests[i].last().text());
      }
      clients[3].send("request 3"); // waits for a worker
      for (int i : new int[] {2, 0, 1}) {
        workers[i].send(requests[i].withLast("by " + i));
        assertEquals("by " + i, clients[i].receiveText());
      }
      Message waited = workers[2].receive();
      assertEquals("request 3", waited.last().text());
      for (int i : new int[] {0, 1}) { // the other two, in the order in which they have replied
        clients[i].send("again " + i);
        assertEquals("again " + i, workers[i].receive().last().text());
      }
    }
  }

  private static ReqSocket[] connected(Context context, int count, String endpoint) {
    ReqSocket[] sockets = new ReqSocket[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = context.req(o -> o.receiveTimeout(Peers.DEADLINE));
      sockets[i].connect(endpoint);
    }
    return sockets;
  }
}
