package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code bin/cero perf} as its users do, also with libzmq (from Python) on the other side. */
class PerfProcessTest {
  private static final String ANY = "tcp://127.0.0.1:*";

  /** What libzmq's tools do, in the order of their arguments. */
  private static final String PYTHON_TOOLS =
      """
      import sys, zmq
      tool, endpoint, size, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
      kind, attach = {
          'local_thr': (zmq.PULL, 'bind'), 'remote_thr': (zmq.PUSH, 'connect'),
          'local_lat': (zmq.REP, 'bind'), 'remote_lat': (zmq.REQ, 'connect')}[tool]
      context = zmq.Context(1)
      socket = context.socket(kind)
      getattr(socket, attach)(endpoint)
      body = bytes(size)
      for i in range(count):
          if tool in ('remote_thr', 'remote_lat'):
              socket.send(body)
          if tool != 'remote_thr':
              received = socket.recv()
              assert len(received) == size, len(received)
          if tool == 'local_lat':
              socket.send(received)
      socket.close()
      context.term()
      print('done', count)
      """;

  @TempDir Path folder;

  /** The first run builds the program. */
  @BeforeAll
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  static void build() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("--version")) {
      assertEquals(0, cero.status(290), () -> "bin/cero does not build");
    }
  }

  private static CeroProcess python(String tool, String endpoint) throws Exception {
    try (CeroProcess probe = CeroProcess.python("import zmq")) {
      assumeTrue(probe.status() == 0, "python3-zmq is not installed");
    }
    return CeroProcess.python(PYTHON_TOOLS, tool, endpoint, "100", "3000");
  }

  private static CeroProcess perf(String tool, String endpoint) throws Exception {
    return CeroProcess.cero("perf", tool, endpoint, "100", "3000");
  }

  private String endpoint() {
    return "ipc://" + folder.resolve("perf");
  }

  private static String boundEndpoint(CeroProcess cero) throws Exception {
    String line = cero.awaitError("bound to ");
    return line.substring(line.indexOf("tcp://"));
  }

  private static void assertMeasured(CeroProcess ours, CeroProcess theirs, int lines)
      throws Exception {
    assertEquals(0, theirs.status(), () -> "libzmq's side failed");
    assertEquals(List.of("done 3000"), theirs.outputLines());
    assertEquals(0, ours.status());
    List<String> printed = ours.outputLines();
    assertEquals(lines, printed.size(), printed::toString);
    if (lines > 0) {
      assertEquals("message size: 100 [B]", printed.get(0));
    }
  }

  @Test
  void shouldReceiveWhatLibzmqSends() throws Exception {
    try (CeroProcess ours = perf("local_thr", ANY);
        CeroProcess theirs = python("remote_thr", boundEndpoint(ours))) {
      assertMeasured(ours, theirs, 4);
    }
  }

  @Test
  void shouldSendToLibzmq() throws Exception {
    try (CeroProcess theirs = python("local_thr", endpoint());
        CeroProcess ours = perf("remote_thr", endpoint())) {
      assertMeasured(ours, theirs, 0);
    }
  }

  @Test
  void shouldReplyToLibzmq() throws Exception {
    try (CeroProcess ours = perf("local_lat", ANY);
        CeroProcess theirs = python("remote_lat", boundEndpoint(ours))) {
      assertMeasured(ours, theirs, 0);
    }
  }

  @Test
  void shouldAskLibzmq() throws Exception {
    try (CeroProcess theirs = python("local_lat", endpoint());
        CeroProcess ours = perf("remote_lat", endpoint())) {
      assertMeasured(ours, theirs, 3);
    }
  }

  @Test
  void shouldChurnAgainstLibzmq() throws Exception {
    try (CeroProcess theirs =
            CeroProcess.python(PYTHON_TOOLS, "local_lat", endpoint(), "100", "30");
        CeroProcess ours = CeroProcess.cero("perf", "remote_churn", endpoint(), "100", "30")) {
      assertEquals(0, ours.status());
      assertEquals(0, theirs.status());
      assertEquals(3, ours.outputLines().size());
    }
  }

  @Test
  void shouldSayWhatIdleConnectionsCost() throws Exception {
    try (CeroProcess cero =
        CeroProcess.cero("perf", "idle", "30", "--from=10", "--seconds=1", "--heap=64", "--json")) {
      assertEquals(0, cero.status());
      List<String> lines = cero.outputLines();
      assertEquals(1, lines.size(), lines::toString);
      Map<?, ?> figures = (Map<?, ?>) JSON.std.mapFrom(lines.get(0)).get("median");
      assertEquals(10, ((Map<?, ?>) figures.get("few")).get("connections"));
      assertEquals(30, ((Map<?, ?>) figures.get("many")).get("connections"));
      assertTrue(((Map<?, ?>) figures.get("many")).get("resident_bytes") instanceof Number);
      assertTrue(figures.get("bytes_per_connection") instanceof Number);
      assertEquals(List.of(), cero.errorLines());
    }
  }

  @Test
  void shouldEndAtOnceWhenInterrupted() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("perf", "local_thr", ANY, "10", "1000")) {
      boundEndpoint(cero);
      cero.signal("INT");
      assertEquals(130, cero.status());
    }
  }
}
