package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.PullSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What idle connections cost a bound socket: FEW MANY SECONDS PROGRAM... The CPU of a process with
 * FEW connections, and the memory that each one takes up to MANY. PROGRAM connects as many as it
 * reads from its input, to the endpoint that it reads first.
 */
final class CeroIdle {
  private CeroIdle() {}

  static void bind(String[] arguments) throws IOException, InterruptedException, JMException {
    int few = Integer.parseInt(arguments[0]);
    int many = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    List<String> program = Arrays.asList(arguments).subList(3, arguments.length);
    Process connecter =
        new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (Context context = CeroPrograms.context();
        PrintStream orders = new PrintStream(connecter.getOutputStream(), true)) {
      PullSocket pull = context.pull(o -> o.tcp(tcp -> tcp.withBacklog(4096)));
      orders.println(pull.bind("tcp://127.0.0.1:*"));
      orders.println(few);
      await(pull, few);
      memory(); // loads what the measuring needs
      double cpu = Proc.cpu("self");
      Thread.sleep((long) (seconds * 1000));
      Output.say("idle-cpu", 0, (Proc.cpu("self") - cpu) / seconds * 100);
      if (many > few) {
        double memory = memory();
        double resident = Proc.statusBytes("VmRSS");
        orders.println(many);
        await(pull, many);
        Output.say("memory", 0, (memory() - memory) / (many - few));
        Output.say("rss", 0, (Proc.statusBytes("VmRSS") - resident) / (many - few));
      }
    } finally {
      connecter.destroy();
    }
  }

  private static void await(PullSocket pull, int connections) throws InterruptedException {
    while (pull.peerCount() < connections) {
      Thread.sleep(20);
    }
    Thread.sleep(1000);
  }

  /** The heap after a collection, and all that the JVM has taken besides the heap. */
  private static double memory() throws JMException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    String tracked =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmNativeMemory",
                    new Object[] {new String[] {"summary", "scale=B"}},
                    new String[] {String[].class.getName()});
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + committed(tracked, "Total: ")
        - committed(tracked, "Java Heap \\(");
  }

  private static double committed(String tracked, String kind) {
    Matcher matcher = Pattern.compile(kind + "reserved=\\d+, committed=(\\d+)").matcher(tracked);
    if (!matcher.find()) {
      throw new IllegalStateException(
          "no native memory tracking; start with -XX:NativeMemoryTracking=summary");
    }
    return Double.parseDouble(matcher.group(1));
  }
}
