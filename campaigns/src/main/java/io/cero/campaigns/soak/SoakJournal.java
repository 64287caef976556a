package io.cero.campaigns.soak;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a soak, line by line with the second, and what must not have happened. */
final class SoakJournal implements AutoCloseable {
  private static final int TOLD = 20;
  private static final int KEPT = 60;

  private final @Nullable PrintWriter file;
  private final long start = System.nanoTime();
  private final Deque<String> latest = new ArrayDeque<>();
  private final List<String> violations = new ArrayList<>();
  private long violated;

  private SoakJournal(@Nullable PrintWriter file) {
    this.file = file;
  }

  /** Keeps the latest lines only. */
  static SoakJournal inMemory() {
    return new SoakJournal(null);
  }

  static SoakJournal into(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new SoakJournal(
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true));
  }

  synchronized void write(String what) {
    String line = String.format("%.3f %s", (System.nanoTime() - start) / 1e9, what);
    if (file != null) {
      file.println(line);
    }
    if (latest.size() == KEPT) {
      latest.removeFirst();
    }
    latest.addLast(line);
  }

  /** Something that must not have happened. */
  synchronized void violation(String what) {
    write("VIOLATION " + what);
    violated++;
    if (violations.size() < TOLD) {
      violations.add(latest.getLast());
    }
  }

  synchronized long violated() {
    return violated;
  }

  /** The first of them. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Throws if something happened that must not. */
  synchronized void requireNone() {
    if (violated > 0) {
      throw new AssertionError(
          violated
              + " violations; the first:\n"
              + String.join("\n", violations)
              + (file == null ? "\nthe latest lines:\n" + String.join("\n", latest) : ""));
    }
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      file.close();
    }
  }
}
