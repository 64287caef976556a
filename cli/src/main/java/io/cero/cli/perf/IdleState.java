package io.cero.cli.perf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process takes while its connections do nothing.
 *
 * @param connections how many are open
 * @param memory what it takes
 * @param processor the part of one core that it keeps busy, in percent
 */
record IdleState(long connections, Memory memory, double processor) implements Measurement {

  /** Looks at memory, and for so many seconds at the processor. */
  static IdleState observe(long connections, int seconds) throws InterruptedException {
    Memory memory = Memory.now();
    long before = Memory.processorNanoseconds();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    long elapsed = System.nanoTime() - start;
    double busy = 100.0 * (Memory.processorNanoseconds() - before) / elapsed;
    return new IdleState(connections, memory, seconds == 0 ? 0 : busy);
  }

  /** What {@link #figures} of another process has become. */
  static IdleState of(Map<?, ?> figures) {
    return new IdleState(
        number(figures, "connections").longValue(),
        new Memory(
            number(figures, "heap_bytes").longValue(),
            number(figures, "direct_bytes").longValue(),
            number(figures, "resident_bytes").longValue()),
        number(figures, "processor_percent").doubleValue());
  }

  private static Number number(Map<?, ?> figures, String name) {
    if (figures.get(name) instanceof Number number) {
      return number;
    }
    throw new StoppedException("the bound side said nothing of " + name + ": " + figures);
  }

  @Override
  public double rank() {
    return connections;
  }

  @Override
  public List<String> lines() {
    return List.of(
        "connections: " + connections,
        "heap after collection: " + memory.heap() + " [B]",
        "direct buffers: " + memory.direct() + " [B]",
        "resident set: " + memory.resident() + " [B]",
        String.format(Locale.ROOT, "processor: %.3f [%% of a core]", processor));
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("connections", connections);
    figures.put("heap_bytes", memory.heap());
    figures.put("direct_bytes", memory.direct());
    figures.put("resident_bytes", memory.resident());
    figures.put("processor_percent", processor);
    return figures;
  }
}
