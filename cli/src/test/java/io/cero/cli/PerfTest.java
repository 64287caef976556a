package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs the tools of {@code cero perf} against themselves, with small counts. */
class PerfTest {
  private static final long PATIENCE_SECONDS = 50;
  private static final String RATE = "mean throughput: \\d+ \\[msg/s]";
  private static final String MEGABITS = "mean throughput: \\d+\\.\\d{3} \\[Mb/s]";
  private static final String LATENCY = "average latency: \\d+\\.\\d{3} \\[us]";

  @TempDir Path folder;

  /** What a tool has done. */
  private record Outcome(int status, List<String> lines, List<String> errors) {
    Outcome succeeded() {
      assertEquals(0, status, errors::toString);
      return this;
    }

    /** Checks that there is a line for each pattern, and no other. */
    void printed(String... patterns) {
      assertEquals(patterns.length, lines.size(), lines::toString);
      for (int i = 0; i < patterns.length; i++) {
        assertTrue(lines.get(i).matches(patterns[i]), lines.get(i));
      }
    }

    Map<String, Object> json() throws Exception {
      assertEquals(1, lines.size(), lines::toString);
      return JSON.std.mapFrom(lines.get(0));
    }
  }

  private static Outcome perf(String... arguments) {
    List<String> all = new ArrayList<>(List.of("perf"));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(errors));
    int status = commandLine.execute(all.toArray(String[]::new));
    return new Outcome(status, out.toString().lines().toList(), errors.toString().lines().toList());
  }

  private static Outcome perf(String arguments) {
    return perf(arguments.isEmpty() ? new String[0] : arguments.split(" "));
  }

  private static CompletableFuture<Outcome> start(String arguments) {
    return CompletableFuture.supplyAsync(() -> perf(arguments), r -> daemon(r).start());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static Outcome await(CompletableFuture<Outcome> tool) throws Exception {
    return tool.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private String endpoint() {
    return "ipc://" + folder.resolve("perf");
  }

  // ------------------------------------------------------------------ the tools of libzmq

  @Test
  void shouldPrintTheLinesOfLibzmqWhenThroughputIsMeasured() throws Exception {
    CompletableFuture<Outcome> local = start("local_thr " + endpoint() + " 10 5000");
    perf("remote_thr " + endpoint() + " 10 5000").succeeded().printed();
    await(local)
        .succeeded()
        .printed("message size: 10 \\[B]", "message count: 5000", RATE, MEGABITS);
  }

  @Test
  void shouldPrintTheLinesOfLibzmqWhenLatencyIsMeasured() throws Exception {
    CompletableFuture<Outcome> local = start("local_lat " + endpoint() + " 10 500");
    perf("remote_lat " + endpoint() + " 10 500")
        .succeeded()
        .printed("message size: 10 \\[B]", "roundtrip count: 500", LATENCY);
    await(local).succeeded().printed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inproc_thr", "proxy_thr"})
  void shouldPrintTheLinesOfLibzmqWhenThroughputIsMeasuredInOneProcess(String tool) {
    perf(tool, "20", "3000")
        .succeeded()
        .printed("message size: 20 \\[B]", "message count: 3000", RATE, MEGABITS);
  }

  @Test
  void shouldPrintTheLinesOfLibzmqWhenLatencyIsMeasuredInOneProcess() {
    perf("inproc_lat 1 500")
        .succeeded()
        .printed("message size: 1 \\[B]", "roundtrip count: 500", LATENCY);
  }

  @Test
  void shouldConnectFirstWhenTheBoundSideIsLate() throws Exception {
    CompletableFuture<Outcome> remote = start("remote_thr " + endpoint() + " 0 100");
    perf("local_thr " + endpoint() + " 0 100").succeeded();
    await(remote).succeeded();
  }

  @Test
  void shouldTakeLibzmqsFourthArgumentWhenItIsZero() throws Exception {
    CompletableFuture<Outcome> local = start("local_thr " + endpoint() + " 10 100 0");
    perf("remote_thr " + endpoint() + " 10 100 0").succeeded();
    await(local).succeeded();
  }

  @ParameterizedTest
  @CsvSource({"buffer, into", "release, into", "message, message"})
  void shouldPassLongMessagesWhicheverCallsAreUsed(String send, String receive) throws Exception {
    CompletableFuture<Outcome> local =
        start("local_thr " + endpoint() + " 100000 50 --receive=" + receive);
    perf("remote_thr " + endpoint() + " 100000 50 --send=" + send).succeeded();
    await(local).succeeded();
    CompletableFuture<Outcome> echo =
        start("local_lat " + endpoint() + "2 100000 20 --receive=" + receive);
    perf("remote_lat " + endpoint() + "2 100000 20 --receive=" + receive).succeeded();
    await(echo).succeeded();
  }

  // ------------------------------------------------------------------ rounds, histograms, JSON

  @Test
  void shouldPrintTheMedianWhenThereAreRounds() throws Exception {
    CompletableFuture<Outcome> local =
        start("local_thr " + endpoint() + " 10 1000 --warmup=100 --rounds=3");
    perf("remote_thr " + endpoint() + " 10 3100").succeeded();
    await(local)
        .succeeded()
        .printed(
            "message size: 10 \\[B]",
            "message count: 1000",
            RATE,
            MEGABITS,
            RATE,
            MEGABITS,
            RATE,
            MEGABITS,
            "median of 3 rounds:",
            RATE,
            MEGABITS);
  }

  @Test
  void shouldPrintPercentilesWhenTheyAreWanted() {
    String value = ": \\d+\\.\\d{3} \\[us]";
    perf("inproc_lat 1 500 --histogram")
        .succeeded()
        .printed(
            "message size: 1 \\[B]",
            "roundtrip count: 500",
            LATENCY,
            "latency p50" + value,
            "latency p90" + value,
            "latency p99" + value,
            "latency p99\\.9" + value,
            "latency max" + value);
  }

  @Test
  void shouldGiveAllParametersAndFiguresWhenJsonIsWanted() throws Exception {
    Map<String, Object> json =
        perf("inproc_thr 10 1000 --json --warmup=10 --rounds=2 --hwm=50 --io-threads=0 --spin=100"
                + " --receive=message --send=message")
            .succeeded()
            .json();
    assertEquals("inproc_thr", json.get("tool"));
    assertEquals(true, json.get("complete"));
    assertEquals(
        Map.of(
            "message_size", 10,
            "message_count", 1000,
            "warmup", 10,
            "rounds", 2,
            "send", "message",
            "receive", "message",
            "hwm", 50,
            "io_threads", 0,
            "spin_us", 100),
        json.get("parameters"));
    List<?> rounds = (List<?>) json.get("rounds");
    assertEquals(2, rounds.size());
    assertTrue(rounds.contains(json.get("median")));
    Map<?, ?> round = (Map<?, ?>) rounds.get(0);
    assertEquals(1000, round.get("messages"));
    double seconds = ((Number) round.get("elapsed_ns")).doubleValue() / 1e9;
    double perSecond = ((Number) round.get("messages_per_second")).doubleValue();
    assertEquals(1000 / seconds, perSecond, perSecond / 1e6);
    assertEquals(
        perSecond * 10 * 8 / 1e6,
        ((Number) round.get("megabits_per_second")).doubleValue(),
        perSecond / 1e6);
  }

  @Test
  void shouldGivePercentilesInOrderWhenJsonIsWanted() throws Exception {
    Map<String, Object> json = perf("inproc_lat 10 400 --json --histogram").succeeded().json();
    Map<?, ?> figures = (Map<?, ?>) json.get("median");
    double before = 0;
    for (String name : List.of("p50", "p90", "p99", "p99_9", "max")) {
      double value = ((Number) figures.get("latency_" + name + "_us")).doubleValue();
      assertTrue(value >= before, figures::toString);
      before = value;
    }
    assertTrue(((Number) figures.get("average_latency_us")).doubleValue() <= before);
  }

  // ------------------------------------------------------------------ the other tools

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pub_thr 20 500",
        "pub_thr 5 500 3 --endpoint=inproc://perf",
        "pub_thr 5 500 3 --prefixes=1000 --rounds=2 --warmup=100"
      })
  void shouldDeliverToEverySubscriberWhenPublishing(String arguments) throws Exception {
    Map<String, Object> json = perf(arguments + " --json").succeeded().json();
    Map<?, ?> parameters = (Map<?, ?>) json.get("parameters");
    for (Object round : (List<?>) json.get("rounds")) {
      assertEquals(500 * (int) parameters.get("subscribers"), ((Map<?, ?>) round).get("messages"));
    }
  }

  @Test
  void shouldDeliverToEverySubscriberWhenTheyAreAnotherProcess() throws Exception {
    CompletableFuture<Outcome> local = start("local_pub " + endpoint() + " 5 500 3 --prefixes=11");
    Map<String, Object> json =
        perf("remote_sub " + endpoint() + " 5 500 3 --prefixes=11 --json").succeeded().json();
    await(local).succeeded().printed();
    assertEquals(1500, ((Map<?, ?>) json.get("median")).get("messages"));
  }

  @Test
  void shouldCollectFromAllWhenThereAreManySenders() {
    perf("fan_in 10 1001 4")
        .succeeded()
        .printed("message size: 10 \\[B]", "message count: 1001", "senders: 4", RATE, MEGABITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " --endpoint=inproc://perf"})
  void shouldAnswerEveryRequestWhenManyAreUnderWay(String endpoint) throws Exception {
    Map<String, Object> json =
        perf("router_dealer 10 1001 3 --in-flight=20 --rounds=2 --warmup=30 --histogram --json"
                + endpoint)
            .succeeded()
            .json();
    Map<?, ?> figures = (Map<?, ?>) json.get("median");
    assertEquals(1001, figures.get("roundtrips"));
    assertTrue(((Number) figures.get("roundtrip_p50_us")).doubleValue() > 0);
  }

  @Test
  void shouldAnswerEveryRequestWhenTheRouterIsAnotherProcess() throws Exception {
    CompletableFuture<Outcome> local = start("local_router " + endpoint() + " 10 1001");
    perf("remote_dealer " + endpoint() + " 10 1001 2")
        .succeeded()
        .printed(
            "message size: 10 \\[B]",
            "roundtrip count: 1001",
            "dealers: 2",
            "mean throughput: \\d+ \\[roundtrip/s]",
            "mean throughput: \\d+\\.\\d{3} \\[Mb/s] each way");
    await(local).succeeded().printed();
  }

  @Test
  void shouldMakeAndCloseConnections() throws Exception {
    perf("churn 10 20")
        .succeeded()
        .printed(
            "message size: 10 \\[B]", "connection count: 20", "mean rate: \\d+ \\[connection/s]");
    CompletableFuture<Outcome> local = start("local_lat " + endpoint() + " 10 25");
    Map<String, Object> json =
        perf("remote_churn " + endpoint() + " 10 20 --warmup=5 --histogram --json")
            .succeeded()
            .json();
    assertEquals(20, ((Map<?, ?>) json.get("median")).get("connections"));
    await(local).succeeded();
  }

  // ------------------------------------------------------------------ what can go wrong

  @Test
  void shouldSayWhatItHasMeasuredWhenTheSenderGoesAway() throws Exception {
    CompletableFuture<Outcome> local = start("local_thr " + endpoint() + " 10 1000 --json");
    perf("remote_thr " + endpoint() + " 10 600").succeeded();
    Outcome outcome = await(local);
    assertEquals(1, outcome.status());
    assertEquals(
        List.of("cero: the other side went away after 600 of 1000 were done"), outcome.errors());
    Map<String, Object> json = outcome.json();
    assertEquals(false, json.get("complete"));
    assertEquals(600, ((Map<?, ?>) json.get("median")).get("messages"));
  }

  @Test
  void shouldSayWhatItHasMeasuredWhenTheReplierGoesAway() throws Exception {
    CompletableFuture<Outcome> local = start("local_lat " + endpoint() + " 10 100");
    Outcome outcome = perf("remote_lat " + endpoint() + " 10 200");
    await(local).succeeded();
    assertEquals(1, outcome.status());
    assertEquals(
        List.of("cero: the other side went away after 100 of 200 were done"), outcome.errors());
    outcome.printed("message size: 10 \\[B]", "roundtrip count: 200", LATENCY);
  }

  @Test
  void shouldSayWhatItHasMeasuredWhenThePublisherGoesAway() throws Exception {
    CompletableFuture<Outcome> local = start("local_pub " + endpoint() + " 5 500 2");
    Outcome outcome = perf("remote_sub " + endpoint() + " 5 600 2 --json");
    await(local).succeeded();
    assertEquals(1, outcome.status());
    assertEquals(1000, ((Map<?, ?>) outcome.json().get("median")).get("messages"));
  }

  @Test
  void shouldFailAndNotLingerWhenTheReceiverGoesAwayBeforeItHasAll() throws Exception {
    CompletableFuture<Outcome> remote = start("remote_thr " + endpoint() + " 100000 200");
    perf("local_thr " + endpoint() + " 100000 5 --hwm=2").succeeded();
    Outcome outcome = await(remote);
    assertEquals(1, outcome.status());
    assertEquals(1, outcome.errors().size(), outcome::toString);
    assertTrue(
        outcome
            .errors()
            .get(0)
            .matches("cero: the other side went away before it took the last \\d+ messages"),
        outcome::toString);
  }

  @Test
  void shouldGoOnWhenOneOfSeveralSendersGoesAway() throws Exception {
    CompletableFuture<Outcome> local = start("local_thr " + endpoint() + " 10 1000");
    perf("remote_thr " + endpoint() + " 10 600").succeeded();
    perf("remote_thr " + endpoint() + " 10 400").succeeded();
    await(local).succeeded();
  }

  @ParameterizedTest
  @CsvSource({"into, 9", "into, 11", "message, 9", "message, 11"})
  void shouldSayWhatIsWrongWhenAMessageHasAnotherSize(String receive, int size) throws Exception {
    CompletableFuture<Outcome> local =
        start("local_thr " + endpoint() + " 10 1000 --receive=" + receive);
    CompletableFuture<Outcome> remote = start("remote_thr " + endpoint() + " " + size + " 5");
    Outcome outcome = await(local);
    assertEquals(1, outcome.status());
    assertEquals(
        List.of(
            "cero: message of incorrect size received: "
                + size
                + " bytes in place of 10; give both sides the same message size"),
        outcome.errors());
    await(remote);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                           | Name a tool",
        "nonsense                                     | 'nonsense'",
        "local_thr tcp://127.0.0.1:* 10               | '<message-count>'",
        "local_thr tcp://127.0.0.1:* ten 10           | 'ten' is not a whole number",
        "local_thr tcp://127.0.0.1:* 3000000000 10    | not a whole number up to 2147483647",
        "local_thr tcp://127.0.0.1:* 10 10k           | '10k' is not a whole number",
        "local_thr tcp://127.0.0.1:* -1 10            | <message-size> is a number from 0",
        "local_thr tcp://127.0.0.1:* 10 0             | <message-count> is a number from 1",
        "local_thr tcp://127.0.0.1:* 10 10 1          | CURVE",
        "local_thr tpc://127.0.0.1:1 10 10            | inproc://, ipc://, tcp://",
        "remote_thr tcp://127.0.0.1 10 10             | 'tcp://127.0.0.1'",
        "remote_lat tcp://127.0.0.1:1 10 0            | <roundtrip-count> is a number from 1",
        "inproc_thr 10 10 20                          | '20'",
        "inproc_thr 10 10 --rounds=0                  | --rounds is a number from 1",
        "inproc_thr 10 10 --warmup=-1                 | --warmup is a number from 0",
        "inproc_thr 10 10 --hwm=-1                    | -1 is less than 0",
        "inproc_lat 10 10 --spin=-1                   | is negative; give zero or more",
        "inproc_thr 10 10 --io-threads=1000           | 1000 is not within 0 to 256",
        "inproc_thr 10 10 --send=slowly               | release",
        "pub_thr 3 10 1 --prefixes=10000              | <message-size> is a number from 4",
        "pub_thr 3 10 0                               | <subscribers> is a number from 1",
        "fan_in 10 10 0                               | <senders> is a number from 1",
        "router_dealer 10 10 --in-flight=30 --hwm=20  | --in-flight is a number from 1 to 20",
        "router_dealer 10 10 11                       | every dealer needs a request",
        "churn 10 0                                   | <connection-count> is a number from 1",
        "idle 1000000                                 | ulimit -n",
        "idle 10 --from=10                            | --from is a number from 0 to 9",
        "idle 10 --endpoint=inproc://a                | inproc does not reach",
        "remote_idle tcp://127.0.0.1:1 0              | <connection-count> is a number from 1",
        "remote_idle inproc://a 1                     | inproc does not reach",
        "local_idle inproc://a                        | inproc does not reach",
        "local_thr inproc://a 10 10                   | inproc does not reach"
      })
  void shouldExplainInASentenceWhatIsWrongWithTheCommandLine(String arguments, String explanation) {
    Outcome outcome = perf(arguments);
    assertEquals(2, outcome.status(), outcome::toString);
    assertEquals(1, outcome.errors().size(), outcome::toString);
    assertTrue(outcome.errors().get(0).startsWith("cero: "), outcome::toString);
    assertTrue(outcome.errors().get(0).contains(explanation), outcome::toString);
    assertEquals(List.of(), outcome.lines());
  }

  @Test
  void shouldExplainEveryArgumentInTheHelpOfEveryTool() {
    CommandLine tools = Main.commandLine().getSubcommands().get("perf");
    String list = String.join("\n", perf("--help").succeeded().lines());
    tools
        .getSubcommands()
        .forEach(
            (name, tool) -> {
              assertTrue(list.contains("  " + name + " "), name);
              assertNotEquals(0, perf(name, "--help").succeeded().lines().size());
              tool.getCommandSpec()
                  .args()
                  .forEach(
                      argument ->
                          assertNotEquals(
                              "", String.join("", argument.description()), argument::toString));
            });
    assertTrue(
        tools
            .getSubcommands()
            .keySet()
            .containsAll(
                Arrays.asList(
                    "local_thr",
                    "remote_thr",
                    "local_lat",
                    "remote_lat",
                    "inproc_thr",
                    "inproc_lat",
                    "proxy_thr")));
  }
}
