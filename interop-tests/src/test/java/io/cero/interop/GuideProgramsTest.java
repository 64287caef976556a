package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.testkit.PeerException;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import io.cero.testkit.RunningProgram;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's programs with the other side written by someone else: libzmq in Python. */
class GuideProgramsTest {
  private static final String ANY = "tcp://127.0.0.1:*";

  private static ProcessPeer python;
  private final List<PeerSocket> theirs = new ArrayList<>();

  @BeforeAll
  static void startPython() {
    python = Peers.requireProcess(PeerKind.PYTHON);
  }

  @AfterAll
  static void endPython() {
    if (python != null) {
      python.close();
    }
  }

  @AfterEach
  void closeSockets() {
    theirs.forEach(PeerSocket::close);
  }

  private PeerSocket open(String socketType) {
    PeerSocket socket = python.open(socketType);
    theirs.add(socket);
    return socket;
  }

  private PeerSocket connected(String socketType, String endpoint) {
    PeerSocket socket = open(socketType);
    socket.connect(endpoint);
    return socket;
  }

  /** Starts one of our programs, with the names and values of its arguments in turn. */
  private static RunningProgram start(String name, String... given) {
    Demo demo = Demo.all().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    Arguments arguments = demo.arguments();
    for (int i = 0; i < given.length; i += 2) {
      arguments = arguments.with(given[i], given[i + 1]);
    }
    Arguments all = arguments;
    return RunningProgram.start(name, out -> demo.run(all, out));
  }

  private static void send(PeerSocket socket, String text) {
    socket.send(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String receive(PeerSocket socket) {
    List<byte[]> frames = socket.receive();
    assertEquals(1, frames.size());
    return new String(frames.get(0), StandardCharsets.UTF_8);
  }

  private static void subscribe(PeerSocket socket, String prefix) {
    socket.subscribe(prefix.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"hwserver,server,Hello,World", "mtserver,clients,Hello,World"})
  void shouldAnswerTheirClient(String name, String socket, String request, String reply) {
    try (RunningProgram server = start(name, "ENDPOINT", ANY, "--work", "1")) {
      PeerSocket client = connected("REQ", server.boundEndpoint(socket));
      for (int i = 0; i < 5; i++) {
        send(client, request);
        assertEquals(reply, receive(client));
      }
    }
  }

  @Test
  void shouldGreetTheirClientAndBeGreetedByTheirService() {
    try (RunningProgram service = start("service", "ENDPOINT", ANY)) {
      PeerSocket client = connected("REQ", service.boundEndpoint("service"));
      send(client, "Python");
      assertEquals("Hello Python", receive(client));
    }
    PeerSocket service = open("REP");
    try (RunningProgram client = start("client", "ENDPOINT", service.bind(ANY))) {
      assertEquals("World", receive(service));
      send(service, "Hello from Python");
      assertEquals(List.of("Hello from Python"), client.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hwclient", "rrclient"})
  void shouldBeAnsweredByTheirServer(String name) {
    PeerSocket server = open("REP");
    try (RunningProgram client = start(name, "ENDPOINT", server.bind(ANY), "--requests", "2")) {
      for (int i = 0; i < 2; i++) {
        assertEquals("Hello", receive(server));
        send(server, "World");
      }
      assertEquals("Received World 1", client.lines().get(4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rrbroker", "msgqueue"})
  void shouldStandBetweenTheirClientsAndWorkers(String name) {
    try (RunningProgram queue = start(name, "FRONTEND", ANY, "BACKEND", ANY)) {
      PeerSocket worker = connected("REP", queue.boundEndpoint("backend"));
      PeerSocket client = connected("REQ", queue.boundEndpoint("frontend"));
      var echo = worker.startEcho(20);
      assertEquals(20, client.ask(20, 1000, 1).messages());
      assertEquals(20, PeerException.await(echo).messages());
    }
  }

  @Test
  void shouldWorkForTheirClient() {
    PeerSocket client = open("REQ");
    try (RunningProgram worker = start("rrworker", "ENDPOINT", client.bind(ANY), "--work", "1")) {
      send(client, "Hello");
      assertEquals("World", receive(client));
      worker.awaitLine("Received request: [Hello]");
    }
  }

  @Test
  void shouldTellTheirSubscriberWhatItsFilterLetsThrough() {
    try (RunningProgram publisher = start("publisher", "ENDPOINT", ANY, "--pause", "5")) {
      PeerSocket subscriber = open("SUB");
      subscribe(subscriber, "rh");
      subscriber.connect(publisher.boundEndpoint("publisher"));
      assertEquals("rh=60", receive(subscriber));
      assertEquals("rh=60", receive(subscriber));
    }
  }

  @Test
  void shouldPrintWhatTheirPublisherTells() {
    PeerSocket publisher = open("XPUB");
    try (RunningProgram subscriber = start("subscriber", "ENDPOINT", publisher.bind(ANY))) {
      assertEquals("\u0001temp", receive(publisher));
      send(publisher, "rh=60");
      send(publisher, "temp=33");
      subscriber.awaitLine("temp=33");
      assertEquals("temp=33\n", subscriber.output());
    }
  }

  @Test
  void shouldAverageTheirTemperatures() {
    PeerSocket server = open("XPUB");
    try (RunningProgram client =
        start("wuclient", "ENDPOINT", server.bind(ANY), "--updates", "2")) {
      assertEquals("\u000110001 ", receive(server));
      send(server, "10001 10 40");
      send(server, "99999 99 40");
      send(server, "10001 20 41");
      assertEquals("Average temperature for zipcode '10001 ' was 15F", client.lines().get(1));
    }
  }

  @Test
  void shouldTellTheirSubscriberTheWeather() {
    try (RunningProgram server = start("wuserver", "ENDPOINT", ANY)) {
      PeerSocket subscriber = open("SUB");
      subscribe(subscriber, "7");
      subscriber.connect(server.boundEndpoint("publisher"));
      for (int i = 0; i < 3; i++) {
        String update = receive(subscriber);
        assertTrue(update.matches("7\\d{4} -?\\d{1,3} [1-5]\\d"), update);
      }
    }
  }

  @Test
  void shouldForwardTheirWeatherToTheirSubscriber() {
    PeerSocket server = open("XPUB");
    try (RunningProgram proxy = start("wuproxy", "FRONTEND", server.bind(ANY), "BACKEND", ANY)) {
      PeerSocket subscriber = open("SUB");
      subscribe(subscriber, "10001 ");
      subscriber.connect(proxy.boundEndpoint("backend"));
      assertEquals("\u000110001 ", receive(server));
      send(server, "99999 1 1");
      send(server, "10001 72 40");
      assertEquals("10001 72 40", receive(subscriber));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"msreader", "mspoller"})
  void shouldReadTheirTasksAndTheirWeather(String name) {
    PeerSocket ventilator = open("PUSH");
    PeerSocket server = open("XPUB");
    try (RunningProgram program =
        start(name, "TASKS", ventilator.bind(ANY), "WEATHER", server.bind(ANY))) {
      assertEquals("\u000110001 ", receive(server));
      send(ventilator, "17");
      send(server, "99999 1 1");
      send(server, "10001 72 40");
      program.awaitLine("task 17");
      program.awaitLine("weather 10001 72 40");
    }
  }

  @Test
  void shouldHandTasksToTheirWorkerAndCollectItsResults() {
    try (RunningProgram sink = start("tasksink", "RESULTS", ANY, "--tasks", "3");
        RunningProgram ventilator =
            start(
                "taskvent",
                "TASKS",
                ANY,
                "SINK",
                sink.boundEndpoint("results"),
                "--tasks",
                "3",
                "--work",
                "1")) {
      PeerSocket tasks = connected("PULL", ventilator.boundEndpoint("tasks"));
      for (int i = 0; i < 3; i++) {
        assertEquals("1", receive(tasks));
      }
      PeerSocket results = connected("PUSH", sink.boundEndpoint("results"));
      assertEquals("Total expected cost: 3 msec", ventilator.lines().get(2)); // all is sent
      for (int i = 0; i < 3; i++) {
        send(results, "");
      }
      assertEquals(":..", sink.lines().get(1));
    }
  }

  @Test
  void shouldEndTheirWorkerWhenItsResultIsThere() {
    try (RunningProgram sink = start("tasksink2", "RESULTS", ANY, "CONTROL", ANY, "--tasks", "1")) {
      PeerSocket control = open("SUB");
      subscribe(control, "");
      control.connect(sink.boundEndpoint("control"));
      PeerSocket results = connected("PUSH", sink.boundEndpoint("results"));
      send(results, "0"); // the batch begins
      send(results, "");
      assertEquals("KILL", receive(control));
    }
  }

  @Test
  void shouldWorkForTheirVentilatorAndSink() {
    PeerSocket ventilator = open("PUSH");
    PeerSocket sink = open("PULL");
    try (RunningProgram worker =
        start("taskwork", "TASKS", ventilator.bind(ANY), "SINK", sink.bind(ANY))) {
      send(ventilator, "1");
      assertEquals("", receive(sink));
      worker.awaitOutput("."::equals);
    }
  }

  @Test
  void shouldWorkForTheirVentilatorAndSinkUntilTheirKillSignal() {
    PeerSocket ventilator = open("PUSH");
    PeerSocket sink = open("PULL");
    PeerSocket control = open("XPUB");
    try (RunningProgram worker =
        start(
            "taskwork2",
            "TASKS",
            ventilator.bind(ANY),
            "SINK",
            sink.bind(ANY),
            "CONTROL",
            control.bind(ANY))) {
      assertEquals("\u0001", receive(control));
      for (int i = 0; i < 3; i++) {
        send(ventilator, "1");
        assertEquals("", receive(sink));
      }
      send(control, "KILL");
      assertEquals(List.of("..."), worker.lines());
    }
  }

  @Test
  void shouldLoseNothingOfTheirUpdatesWhenTheyMeetFirst() {
    PeerSocket publisher = open("XPUB");
    PeerSocket ready = open("REP");
    try (RunningProgram subscriber =
        start("syncsub", "UPDATES", publisher.bind(ANY), "READY", ready.bind(ANY))) {
      assertEquals("", receive(ready));
      assertEquals("\u0001", receive(publisher));
      send(ready, "");
      for (int i = 0; i < 5; i++) {
        send(publisher, "Rhubarb");
      }
      send(publisher, "END");
      assertEquals(List.of("Received 5 updates"), subscriber.lines());
    }
  }

  @Test
  void shouldLoseNothingForTheirSubscriberWhenTheyMeetFirst() {
    try (RunningProgram publisher =
        start("syncpub", "UPDATES", ANY, "READY", ANY, "--subscribers", "1", "--updates", "500")) {
      PeerSocket subscriber = open("SUB");
      subscribe(subscriber, "");
      subscriber.connect(publisher.boundEndpoint("updates"));
      PeerSocket ready = connected("REQ", publisher.boundEndpoint("ready"));
      send(ready, "");
      assertEquals("", receive(ready));
      assertEquals(500, subscriber.drain(500).messages());
      assertEquals("END", receive(subscriber));
    }
  }
}
