package io.cero.examples.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the pages of {@code docs/guide} to what they say.
 *
 * <ul>
 *   <li>A fence of {@code java} is compiled and run, with a {@code context} and an empty {@code
 *       directory} at hand. If a fence of {@code text} follows, that is what it prints.
 *   <li>A fence of {@code console} is a demo's command line and what it prints.
 *   <li>A picture is what {@code bin/pictures} draws from a demo's picture, or from the text beside
 *       it.
 *   <li>A link to a file leads to one, and the index to every page.
 * </ul>
 *
 * In what is printed, {@code …} stands for anything within a line.
 */
class GuideTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path GUIDE = ROOT.resolve("docs/guide");
  private static final Pattern FENCE =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final String HEAD =
      """
      import io.cero.*;
      import io.cero.toolkit.*;
      import io.cero.toolkit.Timer;
      import java.io.PrintStream;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      public final class %s {
        public static void run(Context context, Path directory, PrintStream out) throws Exception {
      """;

  @TempDir private Path classes;

  private record Fence(String page, int line, String language, String text) {
    String name() {
      return page.replaceAll("\\W", "_") + "_" + line;
    }

    @Override
    public String toString() {
      return page + ":" + line;
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<Fence> fences() throws IOException {
    List<Fence> fences = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher fence = FENCE.matcher(text);
      while (fence.find()) {
        int line = (int) text.substring(0, fence.start()).lines().count() + 1;
        String name = String.valueOf(page.getFileName());
        fences.add(new Fence(name, line, fence.group(1), fence.group(2)));
      }
    }
    return fences;
  }

  // ------------------------------------------------------------------ snippets

  @Test
  void shouldDoWhatItsSnippetsSay() throws Exception {
    List<Fence> fences = fences();
    Map<String, String> sources = new TreeMap<>();
    for (Fence each : fences) {
      if (each.language().equals("java")) {
        sources.put(
            each.name(),
            HEAD.formatted(each.name()) + each.text().replace("System.out.", "out.") + "}}\n");
      }
    }
    compile(sources);
    URL[] at = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(at, GuideTest.class.getClassLoader())) {
      for (int i = 0; i < fences.size(); i++) {
        Fence each = fences.get(i);
        if (each.language().equals("java")) {
          boolean isFollowed = i + 1 < fences.size() && fences.get(i + 1).language().equals("text");
          String printed = run(loader, each);
          assertPrinted(isFollowed ? fences.get(i + 1).text() : "", printed, each);
        }
      }
    }
  }

  private void compile(Map<String, String> sources) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-proc:none", "-d", classes.toString(), "-cp", classPath()));
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = classes.resolve(each.getKey() + ".java");
      Files.writeString(file, each.getValue());
      command.add(file.toString());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
    int status = compiler.run(to, to, command.toArray(String[]::new));
    assertEquals(0, status, () -> said.toString(StandardCharsets.UTF_8));
  }

  /** Where the classes are that this test itself runs with. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(System::getProperty)
        .filter(path -> path != null && !path.isEmpty())
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private String run(ClassLoader loader, Fence snippet) throws Exception {
    Path directory = Files.createDirectory(classes.resolve(snippet.name()));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Context context = Context.create();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      loader
          .loadClass(snippet.name())
          .getMethod("run", Context.class, Path.class, PrintStream.class)
          .invoke(null, context, directory, out);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(snippet + " failed", e);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static void assertPrinted(String wanted, String printed, Object where) {
    List<String> expected = wanted.lines().toList();
    List<String> actual = printed.lines().toList();
    boolean isSame = expected.size() == actual.size();
    for (int i = 0; isSame && i < expected.size(); i++) {
      String regex =
          Stream.of(expected.get(i).split("…", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      isSame = actual.get(i).matches(regex);
    }
    if (!isSame) {
      assertEquals(wanted, printed, where::toString);
    }
  }

  // ------------------------------------------------------------------ demos

  @TestFactory
  Stream<DynamicTest> shouldShowWhatDemosPrint() throws IOException {
    return fences().stream()
        .filter(each -> each.language().equals("console"))
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> play(each)));
  }

  private static void play(Fence console) throws Exception {
    String[] parts = console.text().split("\n", 2);
    String[] words = parts[0].split(" +");
    assertTrue(parts[0].startsWith("$ bin/cero demo "), parts[0]);
    Demo demo = demo(words[3]);
    Arguments arguments = demo.arguments();
    for (int i = 4; i < words.length; i += 2) {
      arguments = arguments.with(words[i], words[i + 1]);
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      demo.run(arguments, out);
    }
    assertPrinted(parts[1], printed.toString(StandardCharsets.UTF_8), console);
  }

  private static Demo demo(String name) {
    return Demo.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no demo " + name));
  }

  // ------------------------------------------------------------------ pictures and links

  @Test
  void shouldShowEveryPictureAsItIsDrawnFromItsText() throws IOException {
    Map<String, String> sources = new HashMap<>();
    Demo.all().forEach(demo -> sources.put(demo.name(), demo.picture()));
    try (Stream<Path> files = Files.list(GUIDE.resolve("pictures"))) {
      for (Path picture : files.filter(file -> file.toString().endsWith(".svg")).toList()) {
        String name = String.valueOf(picture.getFileName()).replace(".svg", "");
        Path text = picture.resolveSibling(name + ".txt");
        String source = Files.exists(text) ? Files.readString(text) : sources.get(name);
        assertTrue(source != null, () -> picture + " has no source: run bin/pictures");
        assertEquals(
            TextPicture.draw(source),
            Files.readString(picture),
            () -> picture + " is not up to date: run bin/pictures");
      }
    }
  }

  @Test
  void shouldListEveryPageInItsIndex() throws IOException {
    String index = Files.readString(GUIDE.resolve("README.md"));
    for (Path page : pages()) {
      String name = String.valueOf(page.getFileName());
      assertTrue(name.equals("README.md") || index.contains("(" + name + ")"), name);
    }
  }

  @Test
  void shouldLinkToWhatIsThere() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target = GUIDE.resolve(URI.create(link.group(1)).getPath());
        assertTrue(Files.exists(target), () -> page + " links to " + target);
      }
    }
  }
}
