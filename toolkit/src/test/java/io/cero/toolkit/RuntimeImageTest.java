package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.wire.SocketType;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime image with the library and a program, as jlink makes it, runs with no flags. */
class RuntimeImageTest {
  /** In place of the annotations, for which the compiler asks and nobody at run time. */
  private static final String ANNOTATIONS = "module org.jspecify {}";

  private static final String MODULE =
      """
      module greeting {
        requires io.cero.toolkit;
      }
      """;

  private static final String PROGRAM =
      """
      package greeting;

      import io.cero.Context;
      import io.cero.PullSocket;
      import io.cero.PushSocket;
      import io.cero.toolkit.EventLoop;
      import java.time.Duration;

      public final class Greeting {
        public static void main(String[] arguments) {
          try (Context context = Context.create();
              EventLoop loop = EventLoop.create(context)) {
            for (String endpoint : new String[] {"tcp://127.0.0.1:*", "ipc://*", "inproc://here"}) {
              PullSocket pull = context.pull();
              PushSocket push = context.push();
              push.connect(pull.bind(endpoint));
              push.send(endpoint);
              System.out.println(pull.receiveText());
            }
            loop.after(Duration.ZERO, timer -> loop.stop());
            loop.run();
          }
        }
      }
      """;

  @TempDir Path directory;

  /** Where a class comes from: a folder of classes, or a jar. */
  private static Path placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void javac(String... arguments) {
    ToolProvider tool = ToolProvider.findFirst("javac").orElseThrow();
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    assertEquals(0, tool.run(out, out, arguments), () -> "javac says: " + said);
  }

  /** Runs a program to its end, which must be a good one; returns what it has said. */
  private String run(Path program, String... arguments) throws Exception {
    Path output = directory.resolve(program.getFileName() + ".out");
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(
          process.waitFor(40, TimeUnit.SECONDS), () -> program + " hangs, it says: " + in(output));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> program + " says: " + in(output));
    return in(output);
  }

  /** Compiles a module; returns where its classes are. */
  private Path compile(String path, String name, Map<String, String> sources) throws IOException {
    Path classes = directory.resolve(name + "-classes");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release=17", "--module-path=" + path, "-d", classes.toString()));
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = directory.resolve(name).resolve(each.getKey());
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, each.getValue()).toString());
    }
    javac(arguments.toArray(String[]::new));
    return classes;
  }

  @Test
  void shouldRunWithNoFlagsWhenLinkedIntoARuntimeImage() throws Exception {
    String library =
        Stream.of(placeOf(SocketType.class), placeOf(Context.class), placeOf(EventLoop.class))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Path annotations = compile(library, "org.jspecify", Map.of("module-info.java", ANNOTATIONS));
    Path program =
        compile(
            library + File.pathSeparator + annotations,
            "greeting",
            Map.of("module-info.java", MODULE, "greeting/Greeting.java", PROGRAM));
    Path image = directory.resolve("image");
    // In a process of its own: where a JDK links from its own image, this one is patched by tests.
    run(
        Path.of(System.getProperty("java.home"), "bin", "jlink"),
        "--module-path=" + library + File.pathSeparator + program,
        "--add-modules=greeting",
        "--output=" + image);

    String said = run(image.resolve("bin/java"), "-m", "greeting/greeting.Greeting");
    assertEquals(List.of("tcp://127.0.0.1:*", "ipc://*", "inproc://here"), said.lines().toList());
  }

  private static String in(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
