package io.cero.cli;

import io.cero.Context;
import io.cero.EndpointException;
import io.cero.Proxy;
import io.cero.Socket;
import io.cero.SocketOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that moves messages between two sockets until a signal ends it. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = CeroVersion.class,
    sortOptions = false,
    footer = {
      "",
      "An endpoint is bound, or connected if it begins with '>': '>tcp://host:5555'.",
      "Ctrl-C or SIGTERM ends the program, with exit status 0."
    })
abstract class DeviceCommand implements Callable<Integer> {
  /** How long messages for peers that do not take them hold up the end. */
  private static final Duration LINGER = Duration.ofMillis(200);

  private static final int DEFAULT_INTERVAL = 5;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FRONTEND", description = "For instance 'tcp://*:5559'.")
  private String frontendEndpoint;

  @Parameters(index = "1", paramLabel = "BACKEND", description = "For instance 'tcp://*:5560'.")
  private String backendEndpoint;

  @Option(names = "--connect-frontend", description = "Connect the frontend, do not bind it.")
  private boolean connectFrontend;

  @Option(names = "--connect-backend", description = "Connect the backend, do not bind it.")
  private boolean connectBackend;

  @Option(
      names = "--hwm",
      paramLabel = "MESSAGES",
      description = "High-water mark each way, 0 for none; default 1000.")
  private @Nullable Integer highWaterMark;

  @Option(
      names = "--io-threads",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "I/O threads; default ${DEFAULT-VALUE}.")
  private int ioThreads;

  @Option(
      names = "--rates",
      paramLabel = "SECONDS",
      description =
          "Print rates to the standard error every so often, 0 for never; default "
              + DEFAULT_INTERVAL
              + " on a terminal, 0 elsewhere.")
  private @Nullable Integer interval;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  /** Makes the socket that is called the frontend. */
  abstract Socket frontend(Context context);

  /** Makes the socket that is called the backend. */
  abstract Socket backend(Context context);

  /** Sets what the command line says about a socket. */
  final void configure(SocketOptions<?> options) {
    Integer mark = highWaterMark;
    if (mark != null) {
      options.sendHighWaterMark(mark);
      options.receiveHighWaterMark(mark);
    }
  }

  @Override
  public Integer call() {
    long seconds = interval();
    try (Context context = Context.create(o -> o.ioThreads(ioThreads).linger(LINGER));
        SignalEnd signalEnd = SignalEnd.closing(context)) {
      Socket frontend = frontend(context);
      Socket backend = backend(context);
      String frontendLine = attach("frontend", frontend, frontendEndpoint, connectFrontend);
      String backendLine = attach("backend", backend, backendEndpoint, connectBackend);
      Proxy proxy = Proxy.between(frontend, backend);
      if (!quiet) {
        // At once, so that who reads no more than the first line has read both.
        spec.commandLine().getOut().println(frontendLine + System.lineSeparator() + backendLine);
        if (seconds > 0) {
          Rates.start(proxy, seconds, spec.commandLine().getErr());
        }
      }
      Proxy.Ending ending = proxy.run();
      signalEnd.awaitIfUnderWay();
      return ending == Proxy.Ending.INTERRUPTED ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  private long interval() {
    Integer seconds = interval;
    if (seconds == null) {
      return Boolean.getBoolean("cero.terminal") ? DEFAULT_INTERVAL : 0;
    }
    if (seconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--rates takes seconds, 0 for never, not " + seconds);
    }
    return seconds;
  }

  /** Binds or connects; returns a line that says so. */
  private String attach(String side, Socket socket, String endpoint, boolean connectOption) {
    boolean connecting = connectOption || endpoint.startsWith(">");
    if (connectOption && endpoint.startsWith("@")) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + endpoint + "' is to be bound, but --connect-" + side + " is given as well");
    }
    String plain = endpoint.matches("[@>].*") ? endpoint.substring(1) : endpoint;
    if (plain.startsWith("inproc:")) {
      throw new EndpointException(
          plain, "inproc does not reach other programs; give tcp://host:port or ipc://path");
    }
    if (connecting) {
      socket.connect(plain);
      return side + " (" + socket.type() + ") connects to " + plain;
    }
    return side + " (" + socket.type() + ") bound to " + socket.bind(plain);
  }
}
