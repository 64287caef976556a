package io.cero.benchmarks.programs;

import io.cero.Context;
import java.time.Duration;

/** The benchmarks' programs, written against Cero. */
public final class CeroPrograms {
  private CeroPrograms() {}

  /** Runs the program that the first word names. No table of lambdas: starting is measured too. */
  public static void main(String[] words) throws Exception {
    String program = Words.program(words);
    String[] arguments = Words.arguments(words);
    switch (program) {
      case "pull" -> CeroThroughput.pull(arguments);
      case "pull-messages" -> CeroThroughput.pullMessages(arguments);
      case "push" -> CeroThroughput.push(arguments);
      case "push-shared" -> CeroShared.push(arguments);
      case "pull-watched" -> CeroWatched.pull(arguments);
      case "push-watched" -> CeroWatched.push(arguments);
      case "overflow" -> CeroOverflow.onDisk(arguments);
      case "overflow-memory" -> CeroOverflow.inMemory(arguments);
      case "echo" -> CeroLatency.echo(arguments, Duration.ZERO);
      case "echo-spinning" -> CeroLatency.echo(arguments, CeroLatency.SPINNING);
      case "ping" -> CeroLatency.ping(arguments, Duration.ZERO);
      case "ping-paced" -> CeroLatency.pingPaced(arguments);
      case "ping-spinning" -> CeroLatency.ping(arguments, CeroLatency.SPINNING);
      case "inproc-throughput" -> CeroInproc.throughput(arguments);
      case "inproc-latency" -> CeroInproc.latency(arguments, Duration.ZERO);
      case "inproc-latency-spinning" -> CeroInproc.latency(arguments, CeroLatency.SPINNING);
      case "loop" -> CeroLoop.run(arguments);
      case "queue" -> CeroQueue.device(arguments);
      case "queue-client" -> CeroQueue.client(arguments);
      case "queue-service" -> CeroQueue.service(arguments);
      case "publish" -> CeroFanOut.publish(arguments);
      case "subscribe" -> CeroFanOut.subscribe(arguments);
      case "idle-bind" -> CeroIdle.bind(arguments);
      case "large-receive" -> CeroLarge.receive(arguments);
      case "large-receive-message" -> CeroLarge.receiveMessage(arguments);
      case "large-send" -> CeroLarge.send(arguments);
      case "first" -> CeroFirst.run(arguments);
      default -> Words.refuse(program);
    }
    System.out.flush();
  }

  /**
   * A context with the default options, one I/O thread among them, that sends all before it ends.
   */
  static Context context() {
    return Context.create(options -> options.linger(Duration.ofSeconds(30)));
  }
}
