package io.cero.cli.perf;

import io.cero.cli.CeroVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cero perf}: does nothing alone, each tool is a class named here. */
@Command(
    name = "perf",
    description = {
      "Measures throughput, latency and cost.",
      "",
      "A tool named local_... binds and its remote_... connects; the others do all in one process."
          + " Those of local_thr, remote_thr, local_lat, remote_lat, inproc_thr, inproc_lat and"
          + " proxy_thr take the arguments and print the lines of libzmq's tools of the same name,"
          + " so that either side may be libzmq's."
    },
    footer = {
      "",
      "CERO_JAVA_OPTS replaces the JVM's flags, for instance to profile:",
      "  CERO_JAVA_OPTS='-XX:+UseParallelGC -XX:StartFlightRecording' cero perf ..."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CeroVersion.class,
    subcommands = {
      LocalThroughput.class,
      RemoteThroughput.class,
      LocalLatency.class,
      RemoteLatency.class,
      InprocThroughput.class,
      InprocLatency.class,
      ProxyThroughput.class,
      PublisherThroughput.class,
      LocalPublisher.class,
      RemoteSubscriber.class,
      FanIn.class,
      RouterDealer.class,
      LocalRouter.class,
      RemoteDealer.class,
      Churn.class,
      RemoteChurn.class,
      Idle.class,
      LocalIdle.class,
      RemoteIdle.class
    })
public final class PerfCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  public PerfCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a tool");
  }
}
