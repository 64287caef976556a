package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/reliability.md names is there. */
class ReliabilityPageTest {
  private static final Path ROOT = Path.of("..");

  /** A class or one of its methods; behind a dot alone a method of the class named last. */
  private static final Pattern NAME =
      Pattern.compile("`(?:([A-Z]\\w+Test)(?:\\.(should\\w+))?|…(should\\w+))`");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*$");
  private static final Pattern CAMPAIGN = Pattern.compile("`bin/campaign ([a-z-]+)");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/reliability.md"));
  }

  private static Map<String, Path> testClasses() throws IOException {
    Map<String, Path> classes = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/test/java");
        if (Files.isDirectory(sources)) {
          try (Stream<Path> files = Files.walk(sources)) {
            files.forEach(
                file -> classes.put(file.getFileName().toString().replace(".java", ""), file));
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
    Matcher matcher = NAME.matcher(page());
    while (matcher.find()) {
      names++;
      if (matcher.group(1) != null) {
        current = matcher.group(1);
        assertTrue(classes.containsKey(current), current);
      }
      String method = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      if (method != null) {
        String source = Files.readString(classes.get(current));
        assertTrue(source.contains("void " + method + "("), current + "." + method);
      }
    }
    assertTrue(names > 80, "only " + names);
  }

  @Test
  void shouldNameCampaignsThatExist() throws IOException {
    Matcher matcher = CAMPAIGN.matcher(page());
    int names = 0;
    while (matcher.find()) {
      names++;
      String name = matcher.group(1);
      assertTrue(Campaigns.named(name).isPresent(), name);
    }
    assertTrue(names > 5, "only " + names);
  }

  @Test
  void shouldHaveARowForEveryComplaintWithATestAndHowItWasShownToFail() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = ROW.matcher(page());
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
      String[] cells = matcher.group().split("\\|");
      assertEquals(6, cells.length, matcher.group());
      for (int i = 1; i < cells.length; i++) {
        assertTrue(!cells[i].isBlank(), matcher.group());
      }
    }
    List<Integer> complaints =
        IntStream.rangeClosed(1, 30).filter(number -> number != 22).boxed().toList();
    assertEquals(complaints, numbers);
  }
}
