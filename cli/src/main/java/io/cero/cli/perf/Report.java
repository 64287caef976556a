package io.cero.cli.perf;

import com.fasterxml.jackson.jr.ob.JSON;
import io.cero.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tool prints: lines as it goes, or one line of JSON at the end. */
final class Report {
  private final String tool;
  private final boolean json;
  private final PrintWriter out;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final List<Measurement> rounds = new ArrayList<>();

  Report(String tool, boolean json, PrintWriter out) {
    this.tool = tool;
    this.json = json;
    this.out = out;
  }

  /** Notes an argument or an option; only JSON shows it. */
  Report parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Prints a line, unless it is to be JSON. */
  Report line(String line) {
    if (!json) {
      out.println(line);
      out.flush();
    }
    return this;
  }

  /** Adds what a round has measured; it is printed when the progress bar has ended. */
  void round(Measurement measurement) {
    rounds.add(measurement);
  }

  /** Prints what remains. */
  void end(boolean complete) {
    rounds.forEach(round -> round.lines().forEach(this::line));
    Measurement middle = middle();
    if (middle != null && rounds.size() > 1) {
      line("median of " + rounds.size() + " rounds:");
      middle.lines().forEach(this::line);
    }
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("tool", tool);
      all.put("parameters", parameters);
      all.put("rounds", rounds.stream().map(Measurement::figures).toList());
      if (middle != null) {
        all.put("median", middle.figures());
      }
      all.put("complete", complete);
      all.put("cero", Version.current());
      all.put("java", Runtime.version().toString());
      out.println(asJson(all));
      out.flush();
    }
  }

  /** The round in the middle, the worse of two; null if there is none. */
  private @Nullable Measurement middle() {
    if (rounds.isEmpty()) {
      return null;
    }
    List<Measurement> sorted = new ArrayList<>(rounds);
    sorted.sort(Comparator.comparingDouble(Measurement::rank));
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static String asJson(Map<String, Object> all) {
    try {
      return JSON.std.asString(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
