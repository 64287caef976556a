package io.cero.campaigns.network;

import io.cero.campaigns.frame.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts of a campaign's own: three network namespaces on this machine, of which two are joined by a
 * link whose packets nftables drops and {@code tbf} slows, and by another one through a relay.
 *
 * <pre>
 *   near  10.77.0.1, fd00:77::1  -------- link --------  10.77.0.2, fd00:77::2   far
 *         10.78.0.1              ------- relay --------  10.78.0.2
 *         name server on 127.0.0.1:53, if a station serves it
 * </pre>
 *
 * <p>For one thread. Closing it takes everything away, as does the end of the JVM.
 */
final class Network implements AutoCloseable {
  static final String NEAR = "10.77.0.1";
  static final String FAR = "10.77.0.2";
  static final String FAR_IPV6 = "fd00:77::2";
  static final String FAR_THROUGH_RELAY = "10.78.0.2";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Pattern COUNTED = Pattern.compile("counter packets (\\d+)");

  final String near;
  final String far;
  private final String middle;
  private final Deque<String> made = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::takeAway);
  private @Nullable Process relay;
  private @Nullable PrintStream toRelay;
  private @Nullable BufferedReader fromRelay;

  /** What is missing to make one here, and how to get it; empty if nothing is. */
  static Optional<String> missing() {
    List<String> programs = Programs.missing("ip", "tc", "nft", "python3");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (programs.isEmpty() && root) {
      return Optional.empty();
    }
    return Optional.of(
        "network namespaces need root and the packages iproute2, nftables and python3 (Debian"
            + " names); here "
            + (root ? "" : "the user is " + System.getProperty("user.name") + " and ")
            + "missing are "
            + programs);
  }

  Network() throws IOException {
    String prefix = "cero-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + "-";
    near = prefix + "near";
    far = prefix + "far";
    middle = prefix + "relay";
    Runtime.getRuntime().addShutdownHook(atExit);
    boolean made = false;
    try {
      make();
      made = true;
    } finally {
      if (!made) {
        close();
      }
    }
  }

  private void make() throws IOException {
    for (String each : List.of(near, far, middle)) {
      Programs.run("ip", "netns", "add", each);
      made.push(each);
      in(each, "ip", "link", "set", "lo", "up");
    }
    join(near, "direct", far, "direct");
    join(near, "relayed", middle, "to-near");
    join(far, "relayed", middle, "to-far");
    address(near, "direct", NEAR + "/24", "fd00:77::1/64");
    address(far, "direct", FAR + "/24", FAR_IPV6 + "/64");
    address(near, "relayed", "10.78.0.1/24");
    address(far, "relayed", FAR_THROUGH_RELAY + "/24");
    Path etc = Path.of("/etc/netns", near);
    Files.createDirectories(etc);
    Files.writeString(etc.resolve("resolv.conf"), "nameserver 127.0.0.1\noptions timeout:5\n");
    for (String each : List.of(near, far)) {
      rules(each, "add table inet cero");
      rules(each, "add chain inet cero in { type filter hook input priority 0; }");
    }
  }

  private static void join(String one, String device, String other, String otherDevice)
      throws IOException {
    Programs.run(
        "ip",
        "-n",
        one,
        "link",
        "add",
        "name",
        device,
        "type",
        "veth",
        "peer",
        "name",
        otherDevice,
        "netns",
        other);
    Programs.run("ip", "-n", one, "link", "set", device, "up");
    Programs.run("ip", "-n", other, "link", "set", otherDevice, "up");
  }

  private static void address(String host, String device, String... addresses) throws IOException {
    for (String each : addresses) {
      if (each.indexOf(':') >= 0) {
        Programs.run("ip", "-n", host, "addr", "add", each, "dev", device, "nodad");
      } else {
        Programs.run("ip", "-n", host, "addr", "add", each, "dev", device);
      }
    }
  }

  /** How to run a program on a host. */
  static List<String> on(String host) {
    return List.of("ip", "netns", "exec", host);
  }

  private static String in(String host, String... command) throws IOException {
    String[] all = new String[4 + command.length];
    System.arraycopy(new String[] {"ip", "netns", "exec", host}, 0, all, 0, 4);
    System.arraycopy(command, 0, all, 4, command.length);
    return Programs.run(all);
  }

  private static String rules(String host, String rule) throws IOException {
    return in(host, "nft", rule);
  }

  /** Has a host drop what comes in and matches: {@code "ip saddr 10.77.0.2"}. */
  void drop(String host, String match) throws IOException {
    rules(host, "add rule inet cero in " + match + " counter drop");
  }

  /** How many packets a host has dropped since it last dropped nothing. */
  long dropped(String host) throws IOException {
    Matcher counted = COUNTED.matcher(rules(host, "list chain inet cero in"));
    long packets = 0;
    while (counted.find()) {
      packets += Long.parseLong(counted.group(1));
    }
    return packets;
  }

  /** Drops a part of what comes in over the link. */
  void lose(String host, int percent) throws IOException {
    drop(host, "iifname direct numgen random mod 100 < " + percent);
  }

  /** Nothing crosses the link in either direction. */
  void blackHole() throws IOException {
    drop(near, "iifname direct meta l4proto tcp");
    drop(far, "iifname direct meta l4proto tcp");
  }

  /** Drops nothing any more. */
  void heal() throws IOException {
    rules(near, "flush chain inet cero in");
    rules(far, "flush chain inet cero in");
  }

  /** Bounds the rate at which a host sends over the link. */
  void rate(String host, int kilobits) throws IOException {
    in(
        host,
        "tc",
        "qdisc",
        "replace",
        "dev",
        "direct",
        "root",
        "tbf",
        "rate",
        kilobits + "kbit",
        "burst",
        "16kb",
        "latency",
        "200ms");
  }

  void fullRate(String host) throws IOException {
    in(host, "tc", "qdisc", "del", "dev", "direct", "root");
  }

  /** Gives the far host another address in place of one. */
  void move(String from, String to) throws IOException {
    Programs.run("ip", "-n", far, "addr", "del", from + "/24", "dev", "direct");
    Programs.run("ip", "-n", far, "addr", "add", to + "/24", "dev", "direct");
  }

  /** Has the relay keep each packet for a time between two bounds: later ones overtake. */
  void delay(int fromMillis, int toMillis) throws IOException {
    PrintStream commands = toRelay;
    if (commands == null) {
      String program = relayProgram();
      in(near, "python3", "-c", program, "relayed");
      in(far, "python3", "-c", program, "relayed");
      Process process =
          new ProcessBuilder(
                  "ip", "netns", "exec", middle, "python3", "-u", "-c", program, "to-near",
                  "to-far")
              .redirectErrorStream(true)
              .start();
      relay = process;
      commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
      toRelay = commands;
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      fromRelay = answers;
      String first = answers.readLine();
      if (!"ready".equals(first)) {
        throw new IOException("the relay said " + first);
      }
    }
    commands.println(fromMillis + " " + toMillis);
  }

  /** How many packets the relay has passed on behind one that came after them. */
  long overtaken() throws IOException {
    if (toRelay == null || fromRelay == null) {
      return 0;
    }
    toRelay.println("overtaken");
    return Long.parseLong(fromRelay.readLine());
  }

  private static String relayProgram() throws IOException {
    try (InputStream in = Objects.requireNonNull(Network.class.getResourceAsStream("relay.py"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private synchronized void takeAway() {
    if (relay != null) {
      relay.destroyForcibly();
    }
    while (!made.isEmpty()) {
      String each = made.pop();
      try {
        Programs.run("ip", "netns", "del", each);
      } catch (IOException e) {
        System.err.println("campaign: " + e.getMessage());
      }
    }
    try {
      Files.deleteIfExists(Path.of("/etc/netns", near, "resolv.conf"));
      Files.deleteIfExists(Path.of("/etc/netns", near));
    } catch (IOException e) {
      System.err.println("campaign: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    takeAway();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
