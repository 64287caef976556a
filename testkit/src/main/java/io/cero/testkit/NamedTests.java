package io.cero.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests that a page of the documentation names, which must be there. */
public final class NamedTests {
  /** A class, or a class and a method, or a method of the class named last; … ends a beginning. */
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.(should\\w+)(…?))?|…(should\\w+)(…?))`");

  private NamedTests() {}

  /**
   * Looks for every test that a page names in the modules' sources.
   *
   * @param root the project's folder, which the modules are in
   * @param page the page's text
   * @return how many names there are
   * @throws AssertionError if one names nothing
   */
  public static int requireAll(Path root, String page) throws IOException {
    Map<String, Path> classes = classes(root);
    String current = "";
    int names = 0;
    Matcher matcher = NAME.matcher(page);
    while (matcher.find()) {
      names++;
      if (matcher.group(1) != null) {
        current = matcher.group(1);
        require(classes.containsKey(current), current);
      }
      String method = matcher.group(2) != null ? matcher.group(2) : matcher.group(4);
      boolean isBeginning = "…".equals(matcher.group(3)) || "…".equals(matcher.group(5));
      if (method != null) {
        String source = Files.readString(classes.get(current));
        String wanted = "void " + method + (isBeginning ? "" : "(");
        require(source.contains(wanted), current + "." + method);
      }
    }
    return names;
  }

  private static void require(boolean isThere, String name) {
    if (!isThere) {
      throw new AssertionError("no test is named " + name);
    }
  }

  private static Map<String, Path> classes(Path root) throws IOException {
    Map<String, Path> classes = new HashMap<>();
    try (Stream<Path> modules = Files.list(root)) {
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
}
