package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the shipped sources must not contain. */
class SourcesTest {
  /**
   * All that may be called while a monitor is held: nothing here waits, reads, writes or selects,
   * so no virtual thread can be pinned for longer than a few steps.
   */
  private static final Set<String> QUICK =
      Set.of(
          "add",
          "allowCoreThreadTimeOut",
          "computeIfAbsent",
          "copyOf",
          "execute",
          "filter",
          "get",
          "isEmpty",
          "link",
          "of",
          "pollFirst",
          "push",
          "put",
          "putIfAbsent",
          "remove",
          "removeIf",
          "schedule",
          "setDaemon",
          "setExecuteExistingDelayedTasksAfterShutdownPolicy",
          "setKeepAliveTime",
          "shutdown",
          "shutdownNow",
          "signal",
          "stream",
          "toArray");

  private static final Pattern CALL = Pattern.compile("(new )?\\b([A-Za-z]\\w*)(?:<\\w*>)?\\s*\\(");
  private static final Set<String> KEYWORDS =
      Set.of("if", "for", "while", "switch", "catch", "return", "synchronized", "try");

  @Test
  void shouldHoldNoMonitorWhileAnythingWaits() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources("wire", "core", "toolkit")) {
      String text = withoutComments(Files.readString(file));
      for (int at = text.indexOf("synchronized"); at >= 0; ) {
        int open = text.indexOf('{', at);
        String body = block(text, open);
        Matcher call = CALL.matcher(body);
        while (call.find()) {
          String name = call.group(2);
          if (call.group(1) == null && !KEYWORDS.contains(name) && !QUICK.contains(name)) {
            found.add(file.getFileName() + ": " + name);
          }
        }
        at = text.indexOf("synchronized", open);
      }
    }
    assertEquals(List.of(), found, "called while a monitor is held");
  }

  @Test
  void shouldHaveNoWayToEndTheJvmOrToPrint() throws IOException {
    for (Path file : sources("wire", "core")) {
      String text = withoutComments(Files.readString(file));
      for (String way :
          List.of(
              "System.exit", ".halt(", "System.out", "System.err", ".printStackTrace(", "Unsafe")) {
        assertFalse(text.contains(way), file + " has " + way);
      }
      assertFalse(Pattern.compile("\\bassert \\w").matcher(text).find(), file + " has an assert");
    }
  }

  @Test
  void shouldFindABlockWhenMonitorsAreHeld() {
    assertEquals("{ a({}); }", block("synchronized (x) { a({}); } b();", 17));
  }

  private static String block(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return text.substring(open, i + 1);
      }
    }
    throw new IllegalArgumentException("no end of the block");
  }

  private static String withoutComments(String text) {
    return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "");
  }

  private static List<Path> sources(String... modules) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String module : modules) {
      Path root = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    assertTrue(all.size() > 200, "the sources are not where they are looked for");
    return all;
  }
}
