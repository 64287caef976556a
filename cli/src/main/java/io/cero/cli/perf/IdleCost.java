package io.cero.cli.perf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a connection costs that does nothing: the growth between two numbers of them.
 *
 * @param few the process with fewer
 * @param many the process with more; its heap has the same size
 */
record IdleCost(IdleState few, IdleState many) implements Measurement {
  private double perConnection(long less, long more) {
    return (double) (more - less) / (many.connections() - few.connections());
  }

  private double heap() {
    return perConnection(few.memory().heap(), many.memory().heap());
  }

  private double direct() {
    return perConnection(few.memory().direct(), many.memory().direct());
  }

  /** The heap's size is fixed and all of it resident, so that this is everything outside it. */
  private double outsideHeap() {
    return perConnection(few.memory().resident(), many.memory().resident());
  }

  @Override
  public double rank() {
    return heap() + outsideHeap();
  }

  @Override
  public List<String> lines() {
    return List.of(
        format("heap after collection: %.0f [B/connection]", heap()),
        format("direct buffers: %.0f [B/connection]", direct()),
        format("resident set outside the heap: %.0f [B/connection]", outsideHeap()),
        format("heap and outside: %.0f [B/connection]", heap() + outsideHeap()),
        "at " + few.connections() + " connections: " + inAll(few),
        "at " + many.connections() + " connections: " + inAll(many));
  }

  private static String inAll(IdleState state) {
    return format("heap %.3f [MB], ", state.memory().heap() / 1e6)
        + format("direct buffers %.3f [MB], ", state.memory().direct() / 1e6)
        + format("resident set %.3f [MB], ", state.memory().resident() / 1e6)
        + format("processor %.3f [%% of a core]", state.processor());
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("heap_bytes_per_connection", heap());
    figures.put("direct_bytes_per_connection", direct());
    figures.put("outside_heap_bytes_per_connection", outsideHeap());
    figures.put("bytes_per_connection", heap() + outsideHeap());
    figures.put("few", few.figures());
    figures.put("many", many.figures());
    return figures;
  }
}
