package io.cero.campaigns.network;

import io.cero.Context;
import io.cero.Heartbeat;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Reconnect;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.MissingException;
import io.cero.campaigns.frame.Programs;
import io.cero.campaigns.hostile.HonestBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Peers in processes of their own that are killed at every byte of what they say, frozen, or slow.
 * An honest pair on the same I/O thread goes on, and the next process is served.
 */
public final class PeersCampaign implements Campaign {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What becomes of a peer. */
  enum Fate {
    KILLED_AS_IT_CONNECTS,
    KILLED_AS_IT_LISTENS,
    FROZEN,
    SLOW
  }

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String summary() {
    return "peer processes killed at every byte of handshake and traffic, frozen, or slow";
  }

  @Override
  public long usualRounds() {
    return 600;
  }

  @Override
  public void run(Course course) throws Exception {
    List<String> missing = Programs.missing("python3", "kill");
    if (!missing.isEmpty()) {
      throw new MissingException(
          "this campaign needs python3 (a Debian name); missing: " + missing);
    }
    while (course.next()) {
      long number = course.round();
      int slow = number % 100 == 99 ? 1 : 0;
      Fate fate =
          slow == 1
              ? (number % 200 == 99 ? Fate.SLOW : Fate.FROZEN)
              : number % 2 == 0 ? Fate.KILLED_AS_IT_CONNECTS : Fate.KILLED_AS_IT_LISTENS;
      run(course, fate, (int) (number / 2));
    }
  }

  /** Plays one fate; the stage says after how many bytes a peer is killed. */
  static void run(Course course, Fate fate, int stage) throws IOException {
    try (Context context = Context.create(o -> o.ioThreads(1).linger(Duration.ZERO));
        PullSocket ownPull = context.pull();
        PushSocket ownPush = context.push()) {
      ownPush.connect(ownPull.bind("tcp://127.0.0.1:*"));
      Siege siege = new Siege(course, context, ownPull, ownPush);
      siege.exchange();
      switch (fate) {
        case KILLED_AS_IT_CONNECTS -> siege.killedAsItConnects(stage);
        case KILLED_AS_IT_LISTENS -> siege.killedAsItListens(stage);
        case FROZEN -> siege.frozen();
        case SLOW -> siege.slow();
      }
      siege.exchange();
      course.count(fate.toString().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  /** A python process that says bytes. */
  private static final class Peer implements AutoCloseable {
    private static final String PROGRAM = program();
    private final Process process;
    private final BufferedReader said;

    Peer(String mode, int port, byte[] words, String pause) throws IOException {
      process =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  PROGRAM,
                  mode,
                  Integer.toString(port),
                  HexFormat.of().formatHex(words),
                  pause)
              .redirectErrorStream(true)
              .start();
      said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String program() {
      try (InputStream in =
          Objects.requireNonNull(PeersCampaign.class.getResourceAsStream("peer.py"))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void await(String word) throws IOException {
      String line = said.readLine();
      if (!word.equals(line)) {
        throw new AssertionError("the peer said " + line + ", not " + word);
      }
    }

    /** Stops it (SIGSTOP). */
    void freeze() throws IOException {
      Programs.run("kill", "-STOP", Long.toString(process.pid()));
    }

    /** Ends it at once (SIGKILL). */
    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A context with an honest pair in it. */
  private record Siege(Course course, Context context, PullSocket ownPull, PushSocket ownPush) {

    void exchange() {
      ownPush.send("honest");
      receive(ownPull, "the honest pair stands still");
    }

    private static void receive(PullSocket from, String otherwise) {
      if (from.receive(SOON).isEmpty()) {
        throw new LateException(otherwise);
      }
    }

    private static int portOf(String endpoint) {
      return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static byte[] words(String type) {
      byte[] handshake = HonestBytes.handshake(type);
      byte[] message = HonestBytes.message("a message");
      byte[] all = Arrays.copyOf(handshake, handshake.length + message.length);
      System.arraycopy(message, 0, all, handshake.length, message.length);
      return all;
    }

    private static byte[] cut(byte[] words, int stage) {
      return Arrays.copyOf(words, stage % (words.length + 1));
    }

    private static SocketEvent await(SocketMonitor monitor, Predicate<SocketEvent> wanted) {
      while (true) {
        SocketEvent event =
            monitor.next(SOON).orElseThrow(() -> new LateException("no event tells of the end"));
        if (wanted.test(event)) {
          return event;
        }
      }
    }

    private static boolean isEnd(SocketEvent event) {
      return event instanceof SocketEvent.HandshakeFailed
          || event instanceof SocketEvent.Disconnected;
    }

    void killedAsItConnects(int stage) throws IOException {
      try (PullSocket pull = context.pull()) {
        SocketMonitor monitor = pull.monitor();
        int port = portOf(pull.bind("tcp://127.0.0.1:*"));
        byte[] words = words("PUSH");
        byte[] part = cut(words, stage);
        try (Peer victim = new Peer("connect", port, part, "0")) {
          victim.await("said");
        }
        await(monitor, Siege::isEnd);
        try (Peer next = new Peer("connect", port, words, "0")) {
          next.await("said");
          for (int messages = part.length == words.length ? 2 : 1; messages > 0; messages--) {
            receive(pull, "the next is not served");
          }
        }
      }
    }

    void killedAsItListens(int stage) throws IOException {
      try (PullSocket pull =
          context.pull(o -> o.reconnect(Reconnect.every(Duration.ofMillis(5))))) {
        int port = freePort();
        SocketMonitor monitor = pull.monitor();
        byte[] words = words("PUSH");
        byte[] part = cut(words, stage);
        try (Peer victim = new Peer("listen", port, part, "0")) {
          victim.await("listening");
          pull.connect("tcp://127.0.0.1:" + port);
          victim.await("said");
        }
        await(monitor, SocketEvent.ConnectRetried.class::isInstance);
        try (Peer next = new Peer("listen", port, words, "0")) {
          next.await("listening");
          next.await("said");
          for (int messages = part.length == words.length ? 2 : 1; messages > 0; messages--) {
            receive(pull, "the next is not heard");
          }
        }
      }
    }

    private static int freePort() throws IOException {
      try (java.net.ServerSocket free = new java.net.ServerSocket()) {
        free.setReuseAddress(true);
        free.bind(new java.net.InetSocketAddress("127.0.0.1", 0));
        return free.getLocalPort();
      }
    }

    /** A process that is stopped closes nothing and answers nothing: only heartbeats tell. */
    void frozen() throws IOException {
      int timeout = course.random().nextInt(300, 1_000);
      Heartbeat heartbeat =
          Heartbeat.every(Duration.ofMillis(200)).withTimeout(Duration.ofMillis(timeout));
      try (PullSocket pull = context.pull(o -> o.heartbeat(heartbeat))) {
        SocketMonitor monitor = pull.monitor();
        int port = portOf(pull.bind("tcp://127.0.0.1:*"));
        try (Peer victim = new Peer("connect", port, words("PUSH"), "0")) {
          victim.await("said");
          receive(pull, "nothing comes");
          victim.freeze();
          long frozen = System.nanoTime();
          SocketEvent end = await(monitor, Siege::isEnd);
          long millis = (System.nanoTime() - frozen) / 1_000_000;
          if (!String.valueOf(end).contains("HEARTBEAT_TIMEOUT")) {
            throw new AssertionError("ended otherwise: " + end);
          }
          course.most("ms beyond the timeout until noticed: a frozen peer", millis - timeout);
          if (course.isStrict() && millis > timeout + 1_000) {
            throw new LateException("a frozen peer was noticed after " + millis + " ms");
          }
        }
      }
    }

    /** A byte every ten milliseconds: it is served, and nobody waits for it. */
    void slow() throws IOException {
      try (PullSocket pull = context.pull()) {
        int port = portOf(pull.bind("tcp://127.0.0.1:*"));
        try (Peer slow = new Peer("connect", port, words("PUSH"), "0.01")) {
          long longest = 0;
          while (pull.tryReceive().isEmpty()) {
            long before = System.nanoTime();
            exchange();
            longest = Math.max(longest, System.nanoTime() - before);
            course.count("round trips beside a slow peer");
            if (!slow.process.isAlive()) {
              throw new AssertionError("the slow peer ended");
            }
          }
          course.most("ms that others stood still beside a slow peer", longest / 1_000_000);
        }
      }
    }
  }
}
