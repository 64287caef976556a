package io.cero.examples.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.examples.Parameter;
import io.cero.examples.play.Play;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.RunningProgram;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the pages of {@code docs/guide} to what they say.
 *
 * <ul>
 *   <li>A fence of {@code java} is compiled and run, with a {@code context} and an empty {@code
 *       directory} at hand. If a fence of {@code text} follows, that is what it prints.
 *   <li>A fence of {@code console} is a demo's command line and what it prints. Demos whose lines
 *       end with {@code &} run beside it. One that ends with {@code ^C} is interrupted there.
 *   <li>A picture is what {@code bin/pictures} draws from a demo's picture, or from the text beside
 *       it.
 *   <li>A link to a file leads to one, and the index to every page, and names every demo.
 * </ul>
 *
 * In what is printed, {@code …} stands for anything within a line; alone on a line, for any lines.
 */
class GuideTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path GUIDE = ROOT.resolve("docs/guide");
  private static final Pattern FENCE =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern PORT = Pattern.compile("tcp://(?:\\*|localhost):(\\d+)");
  private static final String COMMAND = "$ bin/cero demo ";
  private static final String BESIDE = " &";
  private static final String INTERRUPT = "^C\n";
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
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // seconds, where nothing else runs
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
    if (!pattern(wanted).matcher(printed).matches()) {
      assertEquals(wanted, printed, where::toString);
    }
  }

  /** What a text stands for. */
  private static Pattern pattern(String wanted) {
    StringBuilder regex = new StringBuilder();
    for (String line : wanted.lines().toList()) {
      regex.append(
          line.equals("…")
              ? "(?:.*\n)*?"
              : Stream.of(line.split("…", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*", "", "\n")));
    }
    return Pattern.compile(regex.toString());
  }

  // ------------------------------------------------------------------ demos

  @TestFactory
  Stream<DynamicTest> shouldShowWhatDemosPrint() throws IOException {
    return fences().stream()
        .filter(each -> each.language().equals("console"))
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> play(each)));
  }

  private static void play(Fence console) {
    List<String> lines = console.text().lines().toList();
    int commands = (int) lines.stream().takeWhile(line -> line.startsWith("$ ")).count();
    String wanted =
        lines.stream().skip(commands).map(line -> line + "\n").collect(Collectors.joining());
    try (IpcDirectory directory = IpcDirectory.create()) {
      play(lines.subList(0, commands), wanted, directory, console);
    }
  }

  /** Runs the last one of some commands, and those before it beside it. */
  private static void play(
      List<String> commands, String wanted, IpcDirectory directory, Fence console) {
    String command = commands.get(0);
    assertTrue(command.startsWith(COMMAND), command);
    boolean isLast = commands.size() == 1;
    assertEquals(!isLast, command.endsWith(BESIDE), command);
    String line = isLast ? command : command.substring(0, command.length() - BESIDE.length());
    List<String> words = List.of(line.substring(COMMAND.length()).split(" +"));
    Demo demo = demo(words.get(0));
    Arguments arguments = arguments(demo, words.subList(1, words.size()), directory);
    try (RunningProgram program = Play.start(demo, arguments)) {
      if (!isLast) {
        play(commands.subList(1, commands.size()), wanted, directory, console);
      } else if (wanted.endsWith(INTERRUPT)) {
        Pattern pattern = pattern(wanted.substring(0, wanted.length() - INTERRUPT.length()));
        program.awaitOutput(printed -> pattern.matcher(printed).lookingAt());
      } else {
        program.lines();
        assertPrinted(wanted, program.output(), console);
      }
    }
  }

  private static Arguments arguments(Demo demo, List<String> words, IpcDirectory directory) {
    Arguments arguments = demo.arguments();
    List<String> places = new ArrayList<>();
    for (Parameter parameter : demo.parameters()) {
      if (!parameter.isOption()) {
        places.add(parameter.name());
      }
      String standard = parameter.standard();
      if (standard != null) {
        arguments = arguments.with(parameter.name(), moved(standard, directory));
      }
    }
    int place = 0;
    for (int i = 0; i < words.size(); i++) {
      boolean isOption = words.get(i).startsWith("--");
      String name = isOption ? words.get(i++) : places.get(place++);
      arguments = arguments.with(name, moved(words.get(i), directory));
    }
    return arguments;
  }

  /** A port may be in use: a file of the test's own takes its place. */
  private static String moved(String argument, IpcDirectory directory) {
    Matcher port = PORT.matcher(argument);
    return port.matches() ? directory.endpoint(port.group(1)) : argument;
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
  void shouldHaveEveryDemoInItsIndex() throws IOException {
    String rows =
        Files.readString(GUIDE.resolve("README.md"))
            .lines()
            .filter(line -> line.startsWith("| ["))
            .collect(Collectors.joining("\n"));
    Set<String> shown = new HashSet<>(List.of(rows.split("\\W+")));
    for (Demo demo : Demo.all()) {
      assertTrue(shown.contains(demo.name()), () -> demo.name() + " is on no page");
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
