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

  private static void run(String name, String... arguments) {
    ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    assertEquals(0, tool.run(out, out, arguments), () -> name + " says: " + said);
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
    run("javac", arguments.toArray(String[]::new));
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
    run(
        "jlink",
        "--module-path=" + library + File.pathSeparator + program,
        "--add-modules=greeting",
        "--output=" + image);

    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(image.resolve("bin/java").toString(), "-m", "greeting/greeting.Greeting")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(
          process.waitFor(40, TimeUnit.SECONDS), () -> "it hangs, having said " + in(output));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> "it says: " + in(output));
    assertEquals(
        List.of("tcp://127.0.0.1:*", "ipc://*", "inproc://here"), Files.readAllLines(output));
  }

  private static String in(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
