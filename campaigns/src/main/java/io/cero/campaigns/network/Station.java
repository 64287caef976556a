package io.cero.campaigns.network;

import io.cero.CeroException;
import io.cero.Context;
import io.cero.Heartbeat;
import io.cero.PairSocket;
import io.cero.PubSocket;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Receiver;
import io.cero.Reconnect;
import io.cero.Socket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.SocketOptions;
import io.cero.SubSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A process of a campaign: sockets of one context with one I/O thread, told by lines on standard
 * input what to do, and saying by lines on standard output what happens. {@link StationProcess}
 * writes the commands.
 */
final class Station {
  private final Context context =
      Context.create(o -> o.ioThreads(1).linger(Duration.ofMillis(100)));
  private final PrintStream out;
  private final Map<String, Socket> sockets = new HashMap<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private final AtomicLong longestGap = new AtomicLong();
  private @Nullable DnsResponder names;

  private Station(PrintStream out) {
    this.out = out;
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Security.setProperty("networkaddress.cache.negative.ttl", "0"); // else it is ten seconds
    Station station = new Station(System.out);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    station.say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        station.obey(line.split(" "));
      } catch (CeroException | IOException e) {
        station.say("failed " + line + ": " + e);
      }
    }
    System.exit(0);
  }

  private synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  private void obey(String[] words) throws IOException {
    switch (words[0]) {
      case "pub" -> publish(words[1], words[2]);
      case "sub" -> subscribe(words[1], words[2], words);
      case "pull" -> pull(words[1], words[2], words);
      case "push" -> push(words[1], words[2], words);
      case "send" -> send(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      case "pulse" -> pulse();
      case "gap" -> say("gap " + longestGap.getAndSet(0) / 1_000_000);
      case "names" -> names = new DnsResponder(Integer.parseInt(words[1]));
      case "name" -> name(words);
      case "asked" -> say("asked " + (names == null ? 0 : names.asked(words[1])));
      case "close" -> close(words[1]);
      case "end" -> end();
      default -> say("failed: no command " + words[0]);
    }
  }

  /** Settings of the form {@code heartbeat=200/600 connect=1000 ipv6 mark=10}. */
  private static void settings(SocketOptions<?> options, String[] words) {
    options.reconnect(
        Reconnect.every(Duration.ofMillis(20)).withMaximumInterval(Duration.ofMillis(200)));
    for (String word : words) {
      int equals = word.indexOf('=');
      String value = word.substring(equals + 1);
      if (word.startsWith("heartbeat=")) {
        String[] parts = value.split("/");
        options.heartbeat(
            Heartbeat.every(Duration.ofMillis(Long.parseLong(parts[0])))
                .withTimeout(Duration.ofMillis(Long.parseLong(parts[1]))));
      } else if (word.startsWith("connect=")) {
        Duration most = Duration.ofMillis(Long.parseLong(value));
        options.tcp(t -> t.withConnectTimeout(most));
      } else if (word.equals("ipv6")) {
        options.tcp(t -> t.withIpv6(true));
      }
    }
  }

  private void watch(String name, Socket socket) {
    sockets.put(name, socket);
    SocketMonitor monitor = socket.monitor();
    daemon(
        name + "-events",
        () -> {
          while (true) {
            SocketEvent event = monitor.next(Duration.ofDays(1)).orElseThrow();
            if (event instanceof SocketEvent.MonitorStopped) {
              return;
            }
            say("event " + name + " " + describe(event));
          }
        });
  }

  private static String describe(SocketEvent event) {
    String kind = event.getClass().getSimpleName();
    if (event instanceof SocketEvent.Disconnected end) {
      return kind + " " + end.reason() + " written " + end.written() + " " + end.text();
    }
    if (event instanceof SocketEvent.HandshakeSucceeded done) {
      return kind + " " + done.address();
    }
    if (event instanceof SocketEvent.HandshakeFailed failed) {
      return kind + " " + failed.reason() + " " + failed.text();
    }
    if (event instanceof SocketEvent.ConnectRetried retried) {
      return kind + " " + retried.text();
    }
    return kind;
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Publishes a number every few milliseconds. */
  private void publish(String name, String endpoint) {
    PubSocket pub = context.pub();
    watch(name, pub);
    say("bound " + name + " " + pub.bind(endpoint));
    daemon(
        name,
        () -> {
          try {
            for (long number = 0; ; number++) {
              pub.send(Long.toString(number));
              TimeUnit.MILLISECONDS.sleep(2);
            }
          } catch (CeroException | InterruptedException end) {
            say("ended " + name + " " + end.getClass().getSimpleName());
          }
        });
  }

  /** A receiver that blocks without a limit; says which message came first after a silence. */
  private void subscribe(String name, String endpoint, String[] words) {
    SubSocket sub = context.sub(o -> settings(o, words));
    watch(name, sub);
    sub.subscribe("");
    sub.connect(endpoint);
    receive(name, sub);
  }

  private void pull(String name, String endpoint, String[] words) {
    PullSocket pull = context.pull(o -> settings(o, words));
    watch(name, pull);
    say("bound " + name + " " + pull.bind(endpoint));
    receive(name, pull);
  }

  private void receive(String name, Receiver socket) {
    daemon(
        name,
        () -> {
          long expected = 0;
          long last = 0;
          try {
            while (true) {
              String text = socket.receiveText();
              long now = System.nanoTime();
              if (last == 0 || now - last > 100_000_000) {
                say("first " + name);
              }
              last = now;
              int blank = text.indexOf(' ');
              if (blank > 0) { // a numbered message of a push
                long number = Long.parseLong(text.substring(0, blank));
                if (number != expected) {
                  say("disorder " + name + " " + number + " instead of " + expected);
                }
                expected = number + 1;
                if (text.endsWith("!")) {
                  say("got " + name + " " + expected);
                }
              }
            }
          } catch (CeroException end) {
            say("ended " + name + " " + end.getClass().getSimpleName());
          }
        });
  }

  private void push(String name, String endpoint, String[] words) {
    PushSocket push = context.push(o -> settings(o, words));
    watch(name, push);
    push.connect(endpoint);
  }

  /**
   * Sends numbered messages of a size, beginning where the last such command ended; the last one
   * ends with an exclamation mark.
   */
  private void send(String name, int count, int size) {
    PushSocket push = (PushSocket) sockets.get(name);
    int first = sent.getOrDefault(name, 0);
    sent.put(name, first + count);
    daemon(
        name,
        () -> {
          try {
            for (int i = 0; i < count; i++) {
              StringBuilder text = new StringBuilder().append(first + i).append(' ');
              text.append("x".repeat(size));
              text.append(i + 1 == count ? '!' : '.');
              push.send(text.toString());
            }
            say("sent " + name + " " + count);
          } catch (CeroException end) {
            say("ended " + name + " " + end.getClass().getSimpleName());
          }
        });
  }

  /** Two sockets that talk all the time on the same I/O thread, and how long they stood still. */
  private void pulse() {
    PairSocket one = context.pair();
    PairSocket two = context.pair();
    two.connect(one.bind("tcp://127.0.0.1:*"));
    daemon(
        "echo",
        () -> {
          try {
            while (true) {
              two.send(two.receiveText());
            }
          } catch (CeroException end) {
            // The station ends.
          }
        });
    daemon(
        "pulse",
        () -> {
          try {
            while (true) {
              long before = System.nanoTime();
              one.send("beat");
              one.receiveText();
              longestGap.accumulateAndGet(System.nanoTime() - before, Math::max);
              TimeUnit.MILLISECONDS.sleep(1);
            }
          } catch (CeroException | InterruptedException end) {
            say("ended pulse " + end.getClass().getSimpleName());
          }
        });
    say("pulsing");
  }

  /** {@code name HOST MILLISECONDS ADDRESS…}: what the name server answers, and how late. */
  private void name(String[] words) throws IOException {
    if (names != null) {
      names.answer(
          words[1], Long.parseLong(words[2]), java.util.List.of(words).subList(3, words.length));
    }
    say("named " + words[1]);
  }

  private void close(String name) {
    Socket socket = sockets.remove(name);
    long before = System.nanoTime();
    if (socket != null) {
      socket.close();
    }
    say("closed " + name + " " + (System.nanoTime() - before) / 1_000_000);
  }

  private void end() {
    long before = System.nanoTime();
    context.close();
    say("ended " + (System.nanoTime() - before) / 1_000_000);
  }
}
