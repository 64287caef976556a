package io.cero.campaigns.soak;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Who takes part in a soak: a process each. */
enum SoakParty {
  OURS_1("ours-1"),
  OURS_2("ours-2"),
  LIBZMQ("libzmq"),
  JEROMQ("jeromq");

  private final String label;

  SoakParty(String label) {
    this.label = label;
  }

  boolean isOurs() {
    return this == OURS_1 || this == OURS_2;
  }

  /** JeroMQ's ipc is tcp in disguise. */
  boolean hasIpc() {
    return this != JEROMQ;
  }

  /**
   * The command that starts it.
   *
   * @param quickly for a short life: less time for the compiler
   * @param folder where a program may be put
   */
  List<String> command(boolean quickly, Path folder) throws IOException {
    if (this == LIBZMQ) {
      return List.of("/usr/bin/python3", "-I", extract("soak.py", folder).toString());
    }
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC"));
    if (quickly) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SoakStation.class.getName(),
            isOurs() ? "cero" : "jeromq",
            this == OURS_2 ? "2" : "1"));
    return command;
  }

  private static Path extract(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Objects.requireNonNull(SoakParty.class.getResourceAsStream(name), name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  @Override
  public String toString() {
    return label;
  }
}
