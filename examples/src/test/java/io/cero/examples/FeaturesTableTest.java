package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/features.md} names tests and programs that exist. */
class FeaturesTableTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A class, or a class and a method, or a method of the class named last; … ends a beginning. */
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.(should\\w+)(…?))?|…(should\\w+)(…?))`");

  private static String table() throws IOException {
    return Files.readString(ROOT.resolve("docs/features.md"));
  }

  private static Map<String, Path> testClasses() throws IOException {
    Map<String, Path> classes = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        for (String sources : new String[] {"src/test/java", "src/main/java"}) {
          Path folder = module.resolve(sources);
          if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
              files
                  .filter(file -> file.toString().endsWith("Test.java"))
                  .forEach(
                      file ->
                          classes.put(file.getFileName().toString().replace(".java", ""), file));
            }
          }
        }
      }
    }
    return classes;
  }

  @Test
  void shouldNameTestsThatExist() throws IOException {
    Map<String, Path> classes = testClasses();
    String current = "";
    int names = 0;
    Matcher matcher = NAME.matcher(table());
    while (matcher.find()) {
      names++;
      if (matcher.group(1) != null) {
        current = matcher.group(1);
        assertTrue(classes.containsKey(current), current);
      }
      String method = matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
      boolean isBeginning = "…".equals(matcher.group(3)) || "…".equals(matcher.group(5));
      if (method != null) {
        String source = Files.readString(classes.get(current));
        String wanted = "void " + method + (isBeginning ? "" : "(");
        assertTrue(source.contains(wanted), current + "." + method);
      }
    }
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
