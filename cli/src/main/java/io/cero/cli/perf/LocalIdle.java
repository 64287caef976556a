package io.cero.cli.perf;

import com.fasterxml.jackson.jr.ob.JSON;
import io.cero.Context;
import io.cero.RouterSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perf local_idle}: ROUTER that binds and says what its connections cost. */
@Command(
    name = "local_idle",
    description =
        "Binds a ROUTER socket and, for each line that is entered, prints what the process takes;"
            + " first it waits for as many connections as the line says, if it is a number. Ends"
            + " with its input. The other side is remote_idle.")
final class LocalIdle extends PerfTool {
  private static final int OWN_DESCRIPTORS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(
      index = "0",
      paramLabel = "<bind-to>",
      description = "Endpoint to bind, for instance tcp://*:5555.")
  private String endpoint;

  @Option(
      names = "--seconds",
      paramLabel = "<seconds>",
      defaultValue = "5",
      description = "How long to look at the processor, each time; default ${DEFAULT-VALUE}.")
  private int seconds;

  private long connections;

  /** Refuses more connections than this process may have descriptors. */
  static void requireDescriptors(PerfTool tool, long connections) {
    long limit = Memory.descriptorLimit();
    if (connections > limit - OWN_DESCRIPTORS) {
      throw tool.refusal(
          connections
              + " connections need more descriptors than the "
              + limit
              + " that a process may have here; raise the limit with ulimit -n");
    }
  }

  @Override
  void begin(Report report) {
    requireReachable(endpoint);
    require("--seconds", seconds, 0, 3_600);
  }

  @Override
  void run(Context context, Report report) {
    RouterSocket router = context.router(settings::configure);
    SocketMonitor monitor = router.monitor();
    String bound = router.bind(endpoint);
    spec.commandLine().getErr().println("bound to " + bound);
    spec.commandLine().getErr().flush();
    try {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        count(monitor, line.matches("\\d{1,9}") ? Long.parseLong(line) : 0);
        print(IdleState.observe(connections, seconds));
      }
    } catch (IOException | InterruptedException e) {
      throw new StoppedException("the input cannot be read: " + e.getMessage());
    }
  }

  /** Counts connections until there are so many. */
  private void count(SocketMonitor monitor, long wanted) {
    while (true) {
      Optional<SocketEvent> event = connections < wanted ? monitor.next(PATIENCE) : monitor.poll();
      if (event.isEmpty()) {
        if (connections < wanted) {
          throw new StoppedException(
              "no further connection for "
                  + PATIENCE.toSeconds()
                  + " s after "
                  + connections
                  + " of "
                  + wanted);
        }
        return;
      }
      if (event.get() instanceof SocketEvent.HandshakeSucceeded) {
        connections++;
      } else if (event.get() instanceof SocketEvent.Disconnected) {
        connections--;
      }
    }
  }

  private void print(IdleState state) throws IOException {
    if (settings.json()) {
      spec.commandLine().getOut().println(JSON.std.asString(state.figures()));
    } else {
      state.lines().forEach(spec.commandLine().getOut()::println);
    }
    spec.commandLine().getOut().flush();
  }
}
