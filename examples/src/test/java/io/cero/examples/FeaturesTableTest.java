package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.testkit.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/features.md} names tests and programs that exist. */
class FeaturesTableTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static String table() throws IOException {
    return Files.readString(ROOT.resolve("docs/features.md"));
  }

  @Test
  void shouldNameTestsThatExist() throws IOException {
    int names = NamedTests.requireAll(ROOT, table());
    assertTrue(names > 80, "only " + names);
  }

  @Test
  void shouldNameEveryProgram() throws IOException {
    String table = table();
    for (Demo demo : Demo.all()) {
      assertTrue(
          Pattern.compile("\\b" + Pattern.quote(demo.name()) + "\\b").matcher(table).find(),
          demo.name());
    }
  }
}
