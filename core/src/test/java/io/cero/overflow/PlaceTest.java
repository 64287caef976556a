package io.cero.overflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.OverflowOptions;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.wire.SocketType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path directory;

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.sorted().toList();
    }
  }

  private Place place() {
    return new Place(directory, 1 << 20, 1 << 20);
  }

  @Test
  void shouldLetNobodyElseReadASegment() throws IOException {
    Place place = place();
    SegmentFile segment = place.create();
    for (Path file : files()) {
      if (file.toString().endsWith(".overflow")) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    place.discard(segment);
    assertEquals(List.of(), files());
  }

  @Test
  void shouldLeaveAloneWhatIsInUseAndWhatIsNotOurs() throws IOException {
    Path other = Files.createFile(directory.resolve("cero-notes.txt"));
    Place first = place();
    Place second = place();
    SegmentFile one = first.create();
    SegmentFile two = second.create();
    assertEquals(0, place().sweep());
    assertEquals(5, files().size());
    first.discard(one);
    second.discard(two);
    assertEquals(List.of(other), files());
  }

  @Test
  void shouldRemoveSegmentsWhoseLockIsGone() throws IOException {
    Files.createFile(directory.resolve("cero-12ab-1.overflow"));
    Files.createFile(directory.resolve("cero-34cd.lock"));
    assertEquals(2, place().sweep());
    assertEquals(List.of(), files());
  }

  /** A process that fills its overflow for nobody, and never ends by itself. */
  static final class Victim {
    public static void main(String[] args) {
      Context context = Context.create();
      OverflowOptions overflow =
          OverflowOptions.in(Path.of(args[0]))
              .withSegmentBytes(1 << 20)
              .withMaximumBytes(256 << 20);
      PushSocket push = context.push(o -> o.highWaterMark(10).overflow(overflow));
      push.connect(args[1]);
      byte[] body = new byte[1_000];
      for (long i = 0; ; i++) {
        push.send(body);
        if (i == 5_000) {
          System.out.println("overflowing");
        }
      }
    }
  }

  @Test
  void shouldRemoveWhatAKilledProcessHasLeftAndNothingBefore() throws Exception {
    String endpoint = "ipc://" + directory.resolveSibling(directory.getFileName() + ".socket");
    String classes =
        String.join(":", where(Context.class), where(SocketType.class), where(getClass()));
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classes,
                Victim.class.getName(),
                directory.toString(),
                endpoint)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("overflowing", said.readLine());
      List<Path> before = files();
      assertTrue(before.size() > 3, before::toString);
      assertEquals(0, place().sweep());
      assertTrue(files().containsAll(before), "a living process has lost its files");
    } finally {
      victim.destroyForcibly();
    }
    assertNotNull(victim.waitFor());
    assertTrue(files().size() > 3, "it was killed, and nobody has removed its files");
    OverflowOptions overflow = OverflowOptions.in(directory);
    try (Context context = Context.create()) {
      PushSocket push = context.push(o -> o.highWaterMark(10).overflow(overflow));
      assertEquals(List.of(), files());
      push.connect(endpoint);
      push.send("the first");
      PullSocket pull = context.pull();
      pull.bind(endpoint);
      byte[] first = pull.receive(LONG).orElseThrow().first().toByteArray();
      assertEquals("the first", new String(first, StandardCharsets.UTF_8));
    }
    assertEquals(List.of(), files());
  }

  private static String where(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
