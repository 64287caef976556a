package io.cero.campaigns.frame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system that campaigns need. */
public final class Programs {
  private Programs() {}

  /** Runs one to its end and returns what it said; it must succeed. */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return said;
  }

  /** True if a program is there. */
  public static boolean isThere(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .filter(each -> !each.isEmpty())
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  /** Of some programs, those that are not there. */
  public static List<String> missing(String... programs) {
    return Stream.of(programs).filter(program -> !isThere(program)).toList();
  }
}
