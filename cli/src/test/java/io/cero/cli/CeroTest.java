package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cero.Context;
import io.cero.Message;
import io.cero.ProxyStatistics;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RepSocket;
import io.cero.ReqSocket;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import io.cero.examples.Demo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code bin/cero} as its users do. */
class CeroTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ANY = "tcp://127.0.0.1:*";

  private static final String PYTHON_SERVICE =
      """
      import sys, zmq
      socket = zmq.Context().socket(zmq.REP)
      socket.connect(sys.argv[1])
      while True:
          socket.send_multipart(socket.recv_multipart())
      """;

  private static final String PYTHON_CLIENT =
      """
      import sys, zmq
      socket = zmq.Context().socket(zmq.REQ)
      socket.connect(sys.argv[1])
      for i in range(200):
          request = [b'python %d' % i, bytes(i * 100)]
          socket.send_multipart(request)
          assert socket.recv_multipart() == request, i
      """;

  /** The first run builds the program. */
  @BeforeAll
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  static void build() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("--version")) {
      assertEquals(0, cero.status(290), () -> "bin/cero does not build");
    }
  }

  private static void assumePythonPeers() throws Exception {
    try (CeroProcess probe = CeroProcess.python("import zmq")) {
      assumeTrue(probe.status() == 0, "python3-zmq is not installed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void shouldEndWithStatusZeroWhenASignalComes(String signal) throws Exception {
    try (CeroProcess cero = CeroProcess.cero("queue", ANY, ANY)) {
      assertTrue(cero.boundEndpoint("frontend (ROUTER)").matches("tcp://127\\.0\\.0\\.1:\\d+"));
      assertTrue(cero.boundEndpoint("backend (DEALER)").matches("tcp://127\\.0\\.0\\.1:\\d+"));
      cero.signal(signal);
      assertEquals(0, cero.status());
      assertEquals(List.of(), cero.errorLines());
    }
  }

  @Test
  void shouldEndWithStatusZeroWhenASignalComesWhileMessagesWait() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("streamer", ANY, ANY);
        Context context = Context.create(o -> o.linger(Duration.ZERO))) {
      PushSocket push = context.push();
      push.connect(cero.boundEndpoint("frontend (PULL)"));
      PullSocket stuck = context.pull(o -> o.receiveHighWaterMark(1));
      stuck.connect(cero.boundEndpoint("backend (PUSH)"));
      for (int i = 0; i < 2_000; i++) {
        push.send(new byte[10_000]);
      }
      stuck.receive();
      cero.signal("TERM");
      assertEquals(0, cero.status());
    }
  }

  @Test
  @SuppressWarnings("try") // the Python service is a resource and nothing else
  void shouldCarryRequestsOfOursAndPythons() throws Exception {
    assumePythonPeers();
    try (CeroProcess cero = CeroProcess.cero("queue", ANY, ANY);
        Context context = Context.create()) {
      String front = cero.boundEndpoint("frontend");
      String back = cero.boundEndpoint("backend");
      RepSocket rep = context.rep();
      rep.connect(back);
      Thread service = new Thread(() -> echo(rep));
      service.setDaemon(true);
      service.start();
      try (CeroProcess pythonService = CeroProcess.python(PYTHON_SERVICE, back);
          CeroProcess pythonClient = CeroProcess.python(PYTHON_CLIENT, front)) {
        ReqSocket req = context.req();
        req.connect(front);
        for (int i = 0; i < 200; i++) {
          Message request = Message.of(("ours " + i).getBytes(), new byte[i * 100]);
          req.send(request);
          assertEquals(request, req.receive(LONG).orElseThrow());
        }
        assertEquals(0, pythonClient.status(), () -> "the Python client got a wrong reply");
      }
      cero.signal("TERM");
      assertEquals(0, cero.status());
    }
  }

  private static void echo(RepSocket rep) {
    try {
      while (true) {
        rep.send(rep.receive());
      }
    } catch (io.cero.ClosedException ended) {
      // the test is over
    }
  }

  @Test
  void shouldPassOnWhatIsPublishedWhenItIsAForwarder() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("forwarder", "@" + ANY, "--hwm", "10", ANY);
        Context context = Context.create()) {
      XPubSocket publisher = context.xpub();
      publisher.connect(cero.boundEndpoint("frontend (XSUB)"));
      SubSocket subscriber = context.sub();
      subscriber.subscribe("news");
      subscriber.connect(cero.boundEndpoint("backend (XPUB)"));
      assertEquals("\u0001news", publisher.receive(LONG).orElseThrow().text());
      publisher.send("news", "one");
      assertEquals(Message.of("news", "one"), subscriber.receive(LONG).orElseThrow());
    }
  }

  @Test
  void shouldConnectWhenToldTo() throws Exception {
    try (Context context = Context.create()) {
      PushSocket source = context.push();
      PullSocket worker = context.pull();
      String in = source.bind(ANY);
      String out = worker.bind(ANY);
      try (CeroProcess cero =
          CeroProcess.cero(
              "streamer", "--quiet", "--connect-backend", "--io-threads=2", ">" + in, out)) {
        source.send("work");
        assertEquals("work", worker.receive(LONG).orElseThrow().text());
        cero.signal("TERM");
        assertEquals(0, cero.status());
        assertEquals(List.of(), cero.outputLines());
      }
    }
  }

  @Test
  void shouldPrintRatesWhenTheyAreAskedFor() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("streamer", ANY, ANY, "--rates=1");
        Context context = Context.create()) {
      PushSocket source = context.push();
      PullSocket worker = context.pull();
      source.connect(cero.boundEndpoint("frontend"));
      worker.connect(cero.boundEndpoint("backend"));
      source.send("work");
      worker.receive();
      cero.awaitError("frontend -> backend");
    }
  }

  @Test
  void shouldWriteRatesPerSecond() {
    ProxyStatistics before = new ProxyStatistics(0, 0, 10, 0, 0, 0, 0, 0, 0);
    ProxyStatistics now = new ProxyStatistics(0, 0, 30, 0, 0, 0, 5_000, 3_000_000, 0);
    assertEquals(
        "frontend -> backend 2,500 messages/s 1.500 MB/s"
            + "   backend -> frontend 10 messages/s 0.000 MB/s",
        Rates.line(before, now, 2));
  }

  private static void assertRefused(String explanation, String... arguments) throws Exception {
    try (CeroProcess cero = CeroProcess.cero(arguments)) {
      assertEquals(2, cero.status());
      List<String> errors = cero.errorLines();
      assertEquals(1, errors.size(), errors::toString);
      assertTrue(errors.get(0).startsWith("cero: "), errors::toString);
      assertTrue(errors.get(0).contains(explanation), errors::toString);
      assertEquals(List.of(), cero.outputLines());
    }
  }

  @Test
  void shouldExplainABusyPort() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String endpoint = "tcp://127.0.0.1:" + busy.getLocalPort();
      assertRefused("'" + endpoint + "' is in use", "queue", ANY, endpoint);
    }
  }

  @Test
  void shouldExplainWhatIsWrongWithAnEndpoint() throws Exception {
    assertRefused("inproc://, ipc://, tcp://", "queue", "tpc://127.0.0.1:1", ANY);
    assertRefused("'tcp://127.0.0.1'", "queue", ANY, "tcp://127.0.0.1");
  }

  @Test
  void shouldExplainWhatIsWrongWithAnOption() throws Exception {
    assertRefused("-3 is less than 0", "queue", "--hwm=-3", ANY, ANY);
    assertRefused("there is no demo 'nonesuch'", "demo", "nonesuch");
  }

  @Test
  void shouldShowTheUsageWhenTheCommandLineIsWrong() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("queue", "--nonsense", ANY, ANY),
            List.of("queue", ANY),
            List.of("nonsense"),
            List.of("queue", ANY, ANY, "--rates=-1"),
            List.<String>of())) {
      try (CeroProcess cero = CeroProcess.cero(wrong.toArray(String[]::new))) {
        assertEquals(2, cero.status(), wrong::toString);
        String errors = String.join("\n", cero.errorLines());
        assertTrue(errors.contains("Usage: cero"), errors);
        assertTrue(!errors.contains("\tat "), errors);
      }
    }
  }

  @Test
  void shouldListAndRunTheDemos() throws Exception {
    try (CeroProcess list = CeroProcess.cero("demo")) {
      assertEquals(0, list.status());
      assertEquals(
          Demo.all().stream().map(Demo::name).toList(),
          list.outputLines().stream().map(line -> line.replaceFirst(" .*", "")).toList());
    }
    try (CeroProcess demo = CeroProcess.cero("demo", "lbbroker")) {
      assertEquals(0, demo.status());
      List<String> lines = demo.outputLines();
      assertEquals(30, Collections.frequency(lines, "Client: OK"));
      assertEquals(30, Collections.frequency(lines, "Worker: HELLO"));
      assertEquals(60, lines.size());
      assertEquals(List.of(), demo.errorLines());
    }
  }

  @ParameterizedTest
  @CsvSource({"INT,hwserver", "TERM,mtserver", "INT,wuserver"})
  void shouldEndADemoWithStatusZeroWhenASignalComes(String signal, String name) throws Exception {
    try (CeroProcess demo = CeroProcess.cero("demo", name, ANY)) {
      demo.boundEndpoint("");
      demo.signal(signal);
      assertEquals(0, demo.status());
      assertEquals(List.of(), demo.errorLines());
    }
  }

  @Test
  void shouldCleanUpWhenASignalEndsTheInterruptedServer() throws Exception {
    try (CeroProcess demo = CeroProcess.cero("demo", "interrupt", ANY);
        Context context = Context.create()) {
      ReqSocket client = context.req();
      client.connect(demo.boundEndpoint("server (REP)"));
      client.send("Hello");
      assertEquals("World", client.receive(LONG).orElseThrow().text());
      demo.signal("INT");
      assertEquals(0, demo.status());
      assertEquals("interrupt received, killing server…", demo.outputLines().get(1));
      assertEquals(List.of(), demo.errorLines());
    }
  }

  @Test
  void shouldExplainWhatIsWrongWithADemosArguments() throws Exception {
    assertRefused("'nowhere'", "demo", "hwserver", "nowhere");
    assertRefused("--requests is '0': give a whole number", "demo", "hwclient", "--requests=0");
  }
}
