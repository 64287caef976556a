package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.testkit.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** In the first column of the table of programs, so that a word of a sentence does not do. */
  @Test
  void shouldNameEveryProgram() throws IOException {
    String table = table();
    int begin = table.indexOf("## The programs");
    Set<String> named =
        table
            .substring(begin, table.indexOf("\nLines of", begin))
            .lines()
            .filter(line -> line.startsWith("| "))
            .flatMap(line -> Stream.of(line.split("\\|", -1)[1].split("\\W+")))
            .collect(Collectors.toSet());
    for (Demo demo : Demo.all()) {
      assertTrue(named.contains(demo.name()), demo.name());
    }
  }
}
