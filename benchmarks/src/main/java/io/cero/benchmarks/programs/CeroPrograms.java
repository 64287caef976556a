package io.cero.benchmarks.programs;

import io.cero.Context;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The benchmarks' programs, written against Cero. */
public final class CeroPrograms {
  private CeroPrograms() {}

  /** Runs the program that the first word names. */
  public static void main(String[] words) throws Exception {
    Map<String, Program> programs = new TreeMap<>();
    programs.put("pull", CeroThroughput::pull);
    programs.put("pull-messages", CeroThroughput::pullMessages);
    programs.put("push", CeroThroughput::push);
    programs.put("echo", CeroLatency::echo);
    programs.put("ping", CeroLatency::ping);
    programs.put("inproc-throughput", CeroInproc::throughput);
    programs.put("inproc-latency", CeroInproc::latency);
    programs.put("queue", CeroQueue::device);
    programs.put("queue-client", CeroQueue::client);
    programs.put("queue-service", CeroQueue::service);
    programs.put("publish", CeroFanOut::publish);
    programs.put("subscribe", CeroFanOut::subscribe);
    programs.put("idle-bind", CeroIdle::bind);
    programs.put("large-receive", CeroLarge::receive);
    programs.put("large-send", CeroLarge::send);
    programs.put("first", CeroFirst::run);
    Program.choose(programs, words);
  }

  /**
   * A context with the default options, one I/O thread among them, that sends all before it ends.
   */
  static Context context() {
    return Context.create(options -> options.linger(Duration.ofSeconds(30)));
  }
}
