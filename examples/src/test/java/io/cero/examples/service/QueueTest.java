package io.cero.examples.service;

import static io.cero.examples.play.Play.ANY;
import static io.cero.examples.play.Play.start;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.examples.Demo;
import io.cero.examples.hello.HelloClient;
import io.cero.testkit.RunningProgram;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueTest {
  private static final String REQUESTS = "4";

  static Stream<Demo> queues() {
    return Stream.of(RequestBroker.DEMO, MessageQueue.DEMO);
  }

  private static void assertAnswered(RunningProgram client) {
    assertEquals(
        IntStream.range(0, 4).mapToObj(i -> "Received World " + i).toList(),
        client.lines().stream().filter(line -> line.startsWith("Received")).toList());
  }

  private static long served(RunningProgram worker) {
    return worker.output().lines().filter("Received request: [Hello]"::equals).count();
  }

  @ParameterizedTest
  @MethodSource("queues")
  void shouldShareRequestsOfAllClientsAmongTheWorkers(Demo demo) {
    try (RunningProgram queue = start(demo, "FRONTEND", ANY, "BACKEND", ANY)) {
      String[] back = {"ENDPOINT", queue.boundEndpoint("backend (DEALER)"), "--work", "1"};
      String[] front = {
        "ENDPOINT", queue.boundEndpoint("frontend (ROUTER)"), "--requests", REQUESTS
      };
      try (RunningProgram firstWorker = start(RequestWorker.DEMO, back);
          RunningProgram secondWorker = start(RequestWorker.DEMO, back);
          RunningProgram firstClient = start(RequestClient.DEMO, front);
          RunningProgram secondClient = start(RequestClient.DEMO, front)) {
        assertAnswered(firstClient);
        assertAnswered(secondClient);
        assertEquals(8, served(firstWorker) + served(secondWorker));
      }
    }
  }

  @Test
  void shouldAnswerClientsFromWorkerThreads() {
    try (RunningProgram server =
        start(MultithreadedServer.DEMO, "ENDPOINT", ANY, "--workers", "3", "--work", "1")) {
      String[] front = {
        "ENDPOINT", server.boundEndpoint("clients (ROUTER)"), "--requests", REQUESTS
      };
      List<RunningProgram> clients =
          Stream.generate(() -> start(HelloClient.DEMO, front)).limit(5).toList();
      clients.forEach(QueueTest::assertAnswered);
      assertEquals(20, served(server));
    }
  }
}
