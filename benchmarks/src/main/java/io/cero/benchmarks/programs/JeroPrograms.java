package io.cero.benchmarks.programs;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The benchmarks' programs, written against JeroMQ: the same loops, with its byte arrays. */
public final class JeroPrograms {
  private static final String INPROC = "inproc://bench";
  private static final int TURN = 100;

  private JeroPrograms() {}

  /** Runs the program that the first word names. No table of lambdas: starting is measured too. */
  public static void main(String[] words) throws Exception {
    String program = Words.program(words);
    String[] arguments = Words.arguments(words);
    switch (program) {
      case "pull" -> pull(arguments);
      case "push" -> push(arguments);
      case "echo" -> echo(arguments);
      case "ping" -> ping(arguments);
      case "ping-paced" -> pingPaced(arguments);
      case "inproc-throughput" -> inprocThroughput(arguments);
      case "inproc-latency" -> inprocLatency(arguments);
      case "queue" -> queue(arguments);
      case "publish" -> publish(arguments);
      case "subscribe" -> subscribe(arguments);
      case "first" -> first(arguments);
      default -> Words.refuse(program);
    }
    System.out.flush();
  }

  private static ZContext context() {
    return context(0);
  }

  private static ZContext context(int linger) {
    ZContext context = new ZContext(1);
    context.setLinger(linger);
    return context;
  }

  private static ZMQ.Socket socket(ZContext context, SocketType type) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setHWM(1000);
    // A connection that its I/O thread forgot (docs/decisions/deaf-jeromq.md) is dialled anew soon.
    socket.setHandshakeIvl(500);
    return socket;
  }

  private static void receive(ZMQ.Socket socket, int size, int count) {
    for (int i = 0; i < count; i++) {
      byte[] body = socket.recv();
      if (body.length != size) {
        throw new IllegalStateException("a message of " + body.length + " bytes");
      }
    }
  }

  private static void send(ZMQ.Socket socket, byte[] body, int count) {
    for (int i = 0; i < count; i++) {
      socket.send(body);
    }
  }

  /** ENDPOINT SIZE COUNT ROUNDS. */
  private static void pull(String[] arguments) {
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times);
    try (ZContext context = context()) {
      ZMQ.Socket pull = socket(context, SocketType.PULL);
      bind(pull, arguments[0]);
      receive(pull, size, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        receive(pull, size, count);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  private static void bind(ZMQ.Socket socket, String endpoint) {
    if (!(endpoint.startsWith("ipc:") ? bindIpc(socket, endpoint) : socket.bind(endpoint))) {
      throw new IllegalStateException("cannot bind to " + endpoint);
    }
    Output.ready(socket.getLastEndpoint());
  }

  /** A path stands for a TCP port, which may be in use; another path then stands for another. */
  private static boolean bindIpc(ZMQ.Socket socket, String endpoint) {
    for (int number = 0; number < 100; number++) {
      try {
        return socket.bind(number == 0 ? endpoint : endpoint + "-" + number);
      } catch (ZMQException e) {
        if (e.getErrorCode() != ZMQ.Error.EADDRINUSE.getCode()) {
          throw e;
        }
      }
    }
    return false;
  }

  /** ENDPOINT SIZE COUNT ROUNDS. */
  private static void push(String[] arguments) {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times);
    try (ZContext context = context()) {
      ZMQ.Socket push = socket(context, SocketType.PUSH);
      push.connect(arguments[0]);
      send(push, body, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        send(push, body, count);
        rounds.mark(count);
      }
      rounds.print();
      Output.hold();
    }
  }

  private static void answer(ZMQ.Socket rep, int count) {
    for (int i = 0; i < count; i++) {
      rep.send(rep.recv());
    }
  }

  private static void ask(ZMQ.Socket req, byte[] body, int count, Rounds rounds) {
    long before = System.nanoTime();
    for (int i = 0; i < count; i++) {
      req.send(body);
      req.recv();
      long after = System.nanoTime();
      rounds.roundTrip(i, after - before);
      before = after;
    }
  }

  /** ENDPOINT SIZE COUNT ROUNDS. */
  private static void echo(String[] arguments) {
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times);
    try (ZContext context = context(-1)) {
      ZMQ.Socket rep = socket(context, SocketType.REP);
      bind(rep, arguments[0]);
      answer(rep, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        answer(rep, count);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  /** ENDPOINT SIZE COUNT ROUNDS. */
  private static void ping(String[] arguments) {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    int count = Integer.parseInt(arguments[2]);
    int times = Integer.parseInt(arguments[3]);
    Rounds rounds = new Rounds(times, count);
    try (ZContext context = context()) {
      ZMQ.Socket req = socket(context, SocketType.REQ);
      req.connect(arguments[0]);
      ask(req, body, 1, rounds);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        ask(req, body, count, rounds);
        rounds.mark(count);
      }
    }
    rounds.print();
  }

  /** ENDPOINT SIZE WARMING FASTER COUNT RATE. */
  private static void pingPaced(String[] arguments) {
    byte[] body = new byte[Integer.parseInt(arguments[1])];
    int warming = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[4]);
    int rate = Integer.parseInt(arguments[5]);
    Rounds rounds = Rounds.single(warming, count);
    try (ZContext context = context()) {
      ZMQ.Socket req = socket(context, SocketType.REQ);
      req.connect(arguments[0]);
      ask(req, body, 1, rounds);
      askPaced(req, body, warming, new Pace(Integer.parseInt(arguments[3])), rounds);
      askPaced(req, body, count / 10, new Pace(rate), rounds);
      rounds.mark(0);
      askPaced(req, body, count, new Pace(rate), rounds);
      rounds.mark(count);
    }
    rounds.print();
  }

  private static void askPaced(ZMQ.Socket req, byte[] body, int count, Pace pace, Rounds rounds) {
    for (int i = 0; i < count; i++) {
      long from = pace.next();
      req.send(body);
      req.recv();
      rounds.roundTrip(i, System.nanoTime() - from);
    }
  }

  /** SIZE COUNT ROUNDS. */
  private static void inprocThroughput(String[] arguments) throws InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(times);
    try (ZContext context = context()) {
      ZMQ.Socket pull = socket(context, SocketType.PULL);
      ZMQ.Socket push = socket(context, SocketType.PUSH);
      pull.bind(INPROC);
      push.connect(INPROC);
      Thread sender = new Thread(() -> send(push, new byte[size], count * times + 1));
      sender.start();
      receive(pull, size, 1);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        receive(pull, size, count);
        rounds.mark(count);
      }
      sender.join();
    }
    rounds.print();
  }

  /** SIZE COUNT ROUNDS. */
  private static void inprocLatency(String[] arguments) throws InterruptedException {
    byte[] body = new byte[Integer.parseInt(arguments[0])];
    int count = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    Rounds rounds = new Rounds(times, count);
    try (ZContext context = context()) {
      ZMQ.Socket rep = socket(context, SocketType.REP);
      ZMQ.Socket req = socket(context, SocketType.REQ);
      rep.bind(INPROC);
      req.connect(INPROC);
      Thread echo = new Thread(() -> answer(rep, count * times + 1));
      echo.start();
      ask(req, body, 1, rounds);
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        ask(req, body, count, rounds);
        rounds.mark(count);
      }
      echo.join();
    }
    rounds.print();
  }

  /** FRONTEND BACKEND: runs until it is killed. */
  private static void queue(String[] arguments) {
    try (ZContext context = context()) {
      ZMQ.Socket router = socket(context, SocketType.ROUTER);
      ZMQ.Socket dealer = socket(context, SocketType.DEALER);
      bind(router, arguments[0]);
      bind(dealer, arguments[1]);
      ZMQ.proxy(router, dealer, null);
    }
  }

  /** ENDPOINT SUBSCRIBERS PREFIXES COUNT ROUNDS. */
  private static void publish(String[] arguments) {
    int subscribers = Integer.parseInt(arguments[1]);
    int prefixes = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    int times = Integer.parseInt(arguments[4]);
    byte[][] bodies = new byte[prefixes][];
    for (int i = 0; i < prefixes; i++) {
      bodies[i] = topic(i, "..");
    }
    try (ZContext context = context()) {
      ZMQ.Socket xpub = socket(context, SocketType.XPUB);
      xpub.setXpubNoDrop(true);
      xpub.setXpubVerbose(true);
      bind(xpub, arguments[0]);
      for (int i = 0; i < subscribers * prefixes; i++) {
        xpub.recv();
      }
      int next = 0;
      for (int i = 0; i < count * times + 1; i++) {
        xpub.send(bodies[next]);
        next = next + 1 == prefixes ? 0 : next + 1;
      }
      Output.hold();
    }
  }

  private static byte[] topic(int index, String rest) {
    return String.format("%08d%s", index, rest).getBytes(StandardCharsets.US_ASCII);
  }

  /** ENDPOINT SUBSCRIBERS PREFIXES COUNT ROUNDS. */
  private static void subscribe(String[] arguments) {
    int subscribers = Integer.parseInt(arguments[1]);
    int prefixes = Integer.parseInt(arguments[2]);
    int count = Integer.parseInt(arguments[3]);
    int times = Integer.parseInt(arguments[4]);
    Rounds rounds = new Rounds(times);
    try (ZContext context = context()) {
      ZMQ.Socket[] subs = new ZMQ.Socket[subscribers];
      for (int s = 0; s < subscribers; s++) {
        subs[s] = socket(context, SocketType.SUB);
        subs[s].setSndHWM(0); // subscriptions count against it: beyond it they are lost
        subs[s].connect(arguments[0]);
        for (int i = 0; i < prefixes; i++) {
          subs[s].subscribe(topic(i, ""));
        }
      }
      for (ZMQ.Socket sub : subs) {
        receive(sub, 10, 1);
      }
      rounds.mark(0);
      for (int round = 0; round < times; round++) {
        for (int done = 0; done < count; done += TURN) {
          for (ZMQ.Socket sub : subs) {
            receive(sub, 10, TURN);
          }
        }
        rounds.mark((long) count * subscribers);
      }
    }
    rounds.print();
  }

  private static void first(String[] arguments) {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket pull = context.createSocket(SocketType.PULL);
      ZMQ.Socket push = context.createSocket(SocketType.PUSH);
      pull.bind("tcp://127.0.0.1:*");
      push.connect(pull.getLastEndpoint());
      push.send(new byte[10]);
      pull.recv();
      Output.ready("first");
    }
  }
}
