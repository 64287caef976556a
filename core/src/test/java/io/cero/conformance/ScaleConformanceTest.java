package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.Socket;
import io.cero.SubSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Many sockets, many contexts, and what they leave behind. */
class ScaleConformanceTest extends Conformance {
  @EveryTransport
  void shouldServeAThousandSockets(Transport transport) {
    PullSocket pull = context.pull();
    String endpoint = pull.bind(transport.fresh());
    List<PushSocket> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      PushSocket push = context.push();
      push.connect(endpoint);
      all.add(push);
    }
    all.forEach(push -> push.send("x"));

    for (int i = 0; i < 1000; i++) {
      assertEquals("x", text(pull));
    }
    assertEquals(1000, pull.peerCount());
  }

  @Test
  void shouldKeepContextsApart() {
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      contexts.add(Context.create(o -> o.linger(Duration.ZERO)));
    }
    PullSocket pull = context.pull();
    String endpoint = pull.bind(Transport.TCP.fresh());
    for (Context each : contexts) {
      PushSocket push = each.push();
      push.connect(endpoint);
      send(push, "x");
    }
    texts(pull, 50);
    contexts.forEach(Context::close);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private static void cycle(String listener) {
    try (Context each = Context.create(o -> o.linger(Duration.ZERO))) {
      for (int i = 0; i < 20; i++) {
        PullSocket pull = each.pull();
        String endpoint = pull.bind(i % 2 == 0 ? "tcp://127.0.0.1:*" : "ipc://*");
        PushSocket push = each.push();
        push.connect(endpoint);
        push.connect(listener);
        push.send("x");
        if (i % 4 == 0) {
          pull.receive(PATIENCE);
        }
        push.close();
        pull.close();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldLeaveNoDescriptorWhenSocketsAreOpenedAndClosed() throws IOException {
    PullSocket nobodyReads = context.pull();
    String listener = nobodyReads.bind(Transport.TCP.fresh());
    cycle(listener);
    nobodyReads.unbind(listener);
    nobodyReads.close();
    String dead = "tcp://127.0.0.1:1";
    cycle(dead);
    long before = descriptors();

    for (int i = 0; i < 50; i++) {
      cycle(dead);
    }

    assertTrue(descriptors() <= before + 2, before + " became " + descriptors());
  }

  /** Sockets of every type; those of inproc are connected to one another. */
  private List<Socket> idle(int number) {
    String endpoint = "inproc://idle-" + number;
    PushSocket push = context.push();
    PullSocket pull = context.pull();
    pull.bind(endpoint);
    push.connect(endpoint);
    push.send("x");
    assertEquals("x", text(pull));
    return List.of(
        push,
        pull,
        context.pair(),
        context.pub(),
        context.sub(),
        context.xpub(),
        context.xsub(),
        context.req(),
        context.rep(),
        context.dealer(),
        context.router(),
        context.stream());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldOwnNoDescriptorWhenSocketsAreIdleOrTalkWithinTheProcess() throws IOException {
    idle(0).forEach(Socket::close);
    long before = descriptors();

    List<Socket> all = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      all.addAll(idle(i));
    }

    assertTrue(descriptors() <= before + 2, before + " became " + descriptors());
    all.forEach(Socket::close);
  }

  @Test
  void shouldLeaveNoThreadWhenContextsAreClosed() {
    for (int i = 0; i < 50; i++) {
      try (Context each = Context.create(o -> o.threadNamePrefix("left-behind"))) {
        each.pull().bind(Transport.TCP.fresh());
      }
    }
    List<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("left-behind-io"))
            .toList();
    assertEquals(List.of(), left);
  }

  @Connected
  @EnabledOnOs(OS.LINUX)
  void shouldUseNoProcessorWhenNothingHappens(Transport transport) throws IOException {
    SubSocket waiting = context.sub();
    waiting.subscribe("never");
    for (int i = 0; i < 50; i++) {
      PushSocket push = context.push();
      PullSocket pull = context.pull();
      join(transport, pull, push);
    }
    waiting.bind(transport.fresh());
    assertEquals(Optional.empty(), waiting.receive(Duration.ofMillis(200)));
    long before = processorTicks();

    assertEquals(Optional.empty(), waiting.receive(Duration.ofMillis(1000)));

    long used = processorTicks() - before;
    assertTrue(used < 15, used + " ticks of processor time of the hundred of a second's rest");
  }

  /** Of the caller and of every I/O thread, as the kernel counts; the compiler's don't count. */
  private static long processorTicks() throws IOException {
    long sum = ticks(Path.of("/proc/thread-self"));
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith("cero-io")) {
            sum += ticks(task);
          }
        } catch (NoSuchFileException ended) {
          continue;
        }
      }
    }
    return sum;
  }

  private static long ticks(Path task) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]);
  }
}
