package io.cero.benchmarks.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux says about a process in {@code /proc}, read as the C programs read it. */
final class Proc {
  /** Clock ticks in a second: Linux has told user space 100 for decades. */
  private static final double TICKS = 100;

  private Proc() {}

  /** Seconds of CPU that a process has used, user and system, all threads. */
  static double cpu(String pid) {
    String stat = text(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
  }

  /** Context switches of all threads of this process, voluntary and not. */
  static double switches() {
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        String status = text(task.resolve("status"));
        sum +=
            number(status, "voluntary_ctxt_switches")
                + number(status, "nonvoluntary_ctxt_switches");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  /** A field of this process's status in bytes: VmRSS, VmHWM. */
  static double statusBytes(String field) {
    return number(text(Path.of("/proc/self/status")), field) * 1024.0;
  }

  private static long number(String text, String field) {
    int at = text.indexOf("\n" + field + ":");
    if (at < 0) {
      return 0;
    }
    String line = text.substring(at + field.length() + 2).lines().findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException ended) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
