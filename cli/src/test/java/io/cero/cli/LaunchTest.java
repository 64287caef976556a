package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts {@code bin/cero} from shells that are set up in uncommon ways. */
class LaunchTest {
  private static final Path CERO = Path.of("../bin/cero").toAbsolutePath().normalize();

  /** The first run builds the program. */
  @BeforeAll
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  static void build() throws Exception {
    try (CeroProcess cero = CeroProcess.cero("--version")) {
      assertEquals(0, cero.status(290), () -> "bin/cero does not build");
    }
  }

  /** What a shell's command prints and how it ends: its status behind the last line. */
  private static String shell(String command) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", command + "; echo $?", CERO.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteAllLettersInThePlainestOfLocales() throws Exception {
    String printed = shell("LC_ALL= LC_CTYPE= LANG=C \"$0\" --help");
    assertTrue(printed.contains("ØMQ devices"), printed);
    assertTrue(printed.endsWith("\n0\n"), printed);
  }

  @Test
  void shouldSayWhatIsWrongWhenJavaHomeNamesNoJdk() throws Exception {
    assertEquals(
        "cero: JAVA_HOME names no JDK (/nowhere/bin/java is missing); set it to a JDK 17 or"
            + " later.\n2\n",
        shell("cd / && JAVA_HOME=/nowhere \"$0\" --version"));
  }

  @Test
  void shouldSayWhatIsWrongWhenJavaIsTooOld(@TempDir Path home) throws Exception {
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho java.base@11.0.2\n");
    assertTrue(java.toFile().setExecutable(true));
    assertEquals(
        "cero: " + java + " is no JDK 17 or later; install one, or set JAVA_HOME.\n2\n",
        shell("JAVA_HOME='" + home + "' \"$0\" --version"));
  }
}
