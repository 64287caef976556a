package io.cero.cli.perf;

import io.cero.ClosedException;
import io.cero.Context;
import io.cero.SendStatistics;
import io.cero.Socket;
import io.cero.cli.CeroVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A tool: checks its arguments, runs, and says what came out. */
@Command(mixinStandardHelpOptions = true, versionProvider = CeroVersion.class, sortOptions = false)
abstract class PerfTool implements Callable<Integer> {
  /** The longest message that a Java array or buffer holds. */
  static final int LARGEST = Integer.MAX_VALUE - 8;

  /** How long what was sent may take to be written after the last call. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  private static final long LOOK_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(1);

  @Spec CommandSpec spec;
  @Mixin SocketSettings settings;

  private @Nullable Watch watch;
  private @Nullable Workers workers;

  /** Throws what {@link #refusal} makes if the command line is wrong; notes the parameters. */
  abstract void begin(Report report);

  /** Does it. */
  abstract void run(Context context, Report report);

  @Override
  public Integer call() {
    Report report = new Report(spec.name(), settings.json(), spec.commandLine().getOut());
    begin(report);
    report.parameter("hwm", settings.highWaterMark());
    report.parameter("io_threads", settings.ioThreads());
    Long spin = settings.spin();
    if (spin != null) {
      report.parameter("spin_us", spin);
    }
    boolean complete = false;
    try (Context context = Context.create(o -> o.ioThreads(settings.ioThreads()).linger(LINGER))) {
      complete = runWatched(context, report);
    } catch (RefusedException e) {
      complain(e.getMessage());
      return ExitCode.USAGE;
    } catch (StoppedException | WrongSizeException e) {
      complain(e.getMessage());
    } catch (OutOfMemoryError e) {
      complain("there is not enough memory: " + e.getMessage() + "; see CERO_JAVA_OPTS");
    }
    report.end(complete);
    return complete ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** False if the peers went away. */
  private boolean runWatched(Context context, Report report) {
    try {
      run(context, report);
      if (watch == null || !watch.lost()) {
        return true;
      }
    } catch (ClosedException closed) {
      if (workers != null) {
        workers.check();
      }
      if (watch == null || !watch.lost()) {
        throw closed;
      }
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
    complain(
        "the other side went away after " + watch.done() + " of " + watch.total() + " were done");
    return false;
  }

  private void complain(@Nullable String sentence) {
    spec.commandLine().getErr().println("cero: " + sentence);
    spec.commandLine().getErr().flush();
  }

  /** Watches a run from here to its end; sockets whose peers may go. */
  final Watch watch(List<? extends Socket> sockets, LongSupplier done, long total) {
    Watch started = new Watch(sockets, done, total, Bar.onTerminal(spec.name(), total));
    watch = started;
    return started;
  }

  final Workers workers(Context context) {
    Workers made = new Workers(context);
    workers = made;
    return made;
  }

  /**
   * Waits until all that was sent is written, while a peer that goes away is still noticed.
   *
   * @throws StoppedException if it is not: the peer has gone, or never came
   */
  final void awaitWritten(Socket socket) {
    long start = System.nanoTime();
    while (true) {
      boolean lost = watch != null && watch.lost();
      SendStatistics sent = socket.statistics().sent();
      long left = sent.queued() + sent.droppedInAll();
      if (left > 0 && (lost || sent.queued() == 0)) {
        throw new StoppedException(
            "the other side went away before it took the last " + left + " messages");
      }
      if (left == 0) {
        return;
      }
      if (System.nanoTime() - start > LINGER.toNanos()) {
        socket.linger(Duration.ZERO);
        throw new StoppedException(
            "nobody has taken the last "
                + left
                + " messages for "
                + LINGER.toSeconds()
                + " s; start the other side, too");
      }
      LockSupport.parkNanos(LOOK_NANOSECONDS);
    }
  }

  /** Binds; says where, if that is not what the command line says. */
  final String bind(Socket socket, String endpoint) {
    String bound = socket.bind(endpoint);
    if (!bound.equals(endpoint) && endpoint.endsWith("*")) {
      spec.commandLine().getErr().println("bound to " + bound);
      spec.commandLine().getErr().flush();
    }
    return bound;
  }

  /** Throws {@link #refusal} unless a number is in its range. */
  final void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw refusal(name + " is a number from " + least + " to " + most + ", not " + value);
    }
  }

  /** Throws {@link #refusal} if an endpoint cannot be that of two processes. */
  final void requireReachable(String endpoint) {
    if (endpoint.startsWith("inproc:")) {
      throw refusal("the other side is another process, which inproc does not reach");
    }
  }

  /** What says in a sentence that the command line is wrong. */
  final ParameterException refusal(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
