package io.cero.campaigns.soak;

import io.cero.Context;
import io.cero.campaigns.frame.Footprint;
import io.cero.campaigns.frame.LateException;
import io.cero.testkit.JeroMqLibrary;
import io.cero.testkit.SocketLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process of a soak on the JVM: ends of links with sockets of ours, or of JeroMQ. It is told by
 * lines on standard input what to do, and says by lines on standard output what happens; it ends
 * with its input. {@link SoakProcess} is its other side.
 */
final class SoakStation {
  private static final int REPORT_MILLIS = 250;
  private static final Logger LIBRARY = Logger.getLogger("io.cero");

  private final PrintStream out;
  private final @Nullable Context context;
  private final Function<SoakEnd.Terms, SoakSocket> library;
  private final Map<String, SoakEnd> ends = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  private SoakStation(PrintStream out, String library, int ioThreads) {
    this.out = out;
    if (library.equals("cero")) {
      Context made = Context.create(o -> o.ioThreads(ioThreads));
      this.context = made;
      this.library = terms -> SoakCeroSocket.open(made, terms);
    } else {
      SocketLibrary jeroMq = new JeroMqLibrary("JeroMQ 0.6.0", Set.of("tcp"));
      this.context = null;
      this.library = terms -> SoakJeroMqSocket.open(jeroMq, terms);
    }
  }

  /** Runs until standard input ends: {@code cero|jeromq IO-THREADS}. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    SoakStation station = new SoakStation(out, arguments[0], Integer.parseInt(arguments[1]));
    LIBRARY.setUseParentHandlers(false);
    LIBRARY.addHandler(station.new LogLines());
    daemon("reports", station::report);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    station.say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      station.obey(line.split(" "));
    }
    Runtime.getRuntime().halt(0);
  }

  /** What the library logs. */
  private final class LogLines extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        say("log " + entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private void say(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void report() {
    String before = "";
    while (true) {
      String now = ends.values().stream().map(SoakEnd::report).collect(Collectors.joining(" "));
      if (!now.equals(before)) {
        say("ends " + now);
        before = now;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(REPORT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void obey(String[] words) throws IOException {
    switch (words[0]) {
      case "open" -> {
        SoakEnd.Terms terms = SoakEnd.Terms.of(words);
        SoakEnd end =
            new SoakEnd(terms, Long.parseLong(words[9]), library, context != null, this::say);
        Thread thread = new Thread(end, "soak-" + terms.name());
        thread.setDaemon(true);
        ends.put(terms.name(), end);
        threads.put(terms.name(), thread);
        thread.start();
      }
      case "footprint" -> footprint();
      case "threads" -> say("threads " + new LateException("").threads().replace("\n", "\t"));
      case "end" -> end();
      default -> {
        SoakEnd end = ends.get(words[1]);
        if (end == null) {
          say("bad " + words[1] + " there is no such end, for " + Arrays.toString(words));
        } else {
          end.obey(words);
        }
      }
    }
  }

  /** {@code footprint DESCRIPTORS THREADS DIRECT HEAP ALL-THREADS RESIDENT}, memory in bytes. */
  private void footprint() throws IOException {
    Footprint now = Footprint.now();
    say(
        String.format(
            "footprint %d %d %d %d %d %d",
            now.descriptors(),
            now.threads(),
            now.directBytes(),
            now.heapBytes(),
            Thread.getAllStackTraces().size(),
            residentBytes(ProcessHandle.current().pid())));
  }

  /** How much memory of a process is in use, as the system sees it; 0 where it does not say. */
  static long residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .sum();
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Ends all, with their accounts, and the context; then nothing of the library may be left. */
  private void end() {
    ends.values().forEach(end -> end.obey(new String[] {"end"}));
    try {
      for (Thread thread : threads.values()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (context != null) {
      long before = System.nanoTime();
      context.close();
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      long left =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("cero-") && thread.isAlive())
              .count();
      say("closed " + took.toMillis() + " " + left);
    }
    say("ended");
  }
}
