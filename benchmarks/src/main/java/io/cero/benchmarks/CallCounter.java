package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who counts the system calls of a process with all its threads. */
enum CallCounter {
  /**
   * The kernel itself, asked by perf; a call takes hardly longer for it. Needs root, and a kernel
   * with tracepoints.
   */
  KERNEL(10_000) {
    @Override
    List<String> command(Path output) {
      return List.of("perf", "stat", "-x,", "-e", EVENT, "-o", output.toString());
    }

    /** Reads perf's line: count, unit, event, and more. */
    @Override
    double read(Path output) throws IOException {
      for (String line : Files.readAllLines(output)) {
        String[] words = line.split(",");
        if (words.length > 2 && words[2].equals(EVENT)) {
          return Double.parseDouble(words[0]);
        }
      }
      throw new IOException("perf counted nothing");
    }
  },

  /**
   * strace, which makes every call some ten times as long: what happens in a time, such as an I/O
   * thread's looks, then happens more often in a round trip.
   */
  STRACE(1_000) {
    @Override
    List<String> command(Path output) {
      return List.of("strace", "-c", "-f", "-o", output.toString());
    }

    /** Reads strace's last line: % time, seconds, usecs/call, calls, errors if any, "total". */
    @Override
    double read(Path output) throws IOException {
      for (String line : Files.readAllLines(output)) {
        String[] words = line.strip().split("\\s+");
        if (words.length >= 5 && words[words.length - 1].equals("total")) {
          return Double.parseDouble(words[3]);
        }
      }
      throw new IOException("strace counted nothing");
    }
  };

  private static final String EVENT = "raw_syscalls:sys_enter";

  /** Round trips after which what comes at the start is over. */
  final int roundTrips;

  CallCounter(int roundTrips) {
    this.roundTrips = roundTrips;
  }

  /** What to write before a command so that its calls are counted into a file. */
  abstract List<String> command(Path output);

  /** Reads how many there were. */
  abstract double read(Path output) throws IOException;

  /** The one to use here. */
  static CallCounter best() {
    return KERNEL.works() ? KERNEL : STRACE;
  }

  private boolean works() {
    try {
      Path output = Files.createTempFile("cero-calls-", "");
      try {
        List<String> words = new ArrayList<>(command(output));
        words.add("true");
        Process process =
            new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
        return ended && process.exitValue() == 0 && read(output) > 0;
      } finally {
        Files.delete(output);
      }
    } catch (IOException | NumberFormatException notThere) {
      return false;
    } catch (InterruptedException e) {
      throw new BenchException("interrupted");
    }
  }
}
