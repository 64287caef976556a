package io.cero.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured, kept as JSON lines: a file for each line of the table, the newest run of it.
 */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  Results(Path folder) {
    this.folder = folder;
  }

  /** Returns the newest samples of a line; none if it was never run. */
  List<Sample> of(Line line) {
    Path file = file(line);
    List<Sample> samples = new ArrayList<>();
    if (!Files.exists(file)) {
      return samples;
    }
    try {
      for (String text : Files.readAllLines(file)) {
        samples.add(JSON.readValue(text, Sample.class));
      }
      return samples;
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Replaces a line's samples. */
  void keep(Line line, List<Sample> samples) {
    StringBuilder text = new StringBuilder();
    try {
      for (Sample sample : samples) {
        text.append(JSON.writeValueAsString(sample)).append('\n');
      }
      Files.createDirectories(folder);
      Files.writeString(file(line), text);
    } catch (JsonProcessingException e) {
      throw new BenchException(e.getMessage());
    } catch (IOException e) {
      throw new BenchException("cannot write " + file(line) + ": " + e.getMessage());
    }
  }

  private Path file(Line line) {
    return folder.resolve(line.id() + ".jsonl");
  }
}
