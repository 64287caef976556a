package io.cero.campaigns.hostile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer has found, once more. */
class FuzzCorpusTest {
  @ParameterizedTest
  @EnumSource
  void shouldTakeEveryInputThatIsKept(FuzzTarget.Name target) throws IOException {
    Path kept = Path.of("corpus", target.toString().toLowerCase(Locale.ROOT));
    List<Path> files;
    try (Stream<Path> all = Files.list(kept)) {
      files = all.sorted().toList();
    }
    assertTrue(files.size() >= 5, () -> "only " + files);
    for (Path file : files) {
      try {
        FuzzTarget.run(target, Files.readAllBytes(file));
      } catch (RuntimeException | Error e) {
        throw new AssertionError(file + ": " + e, e);
      }
    }
    FuzzTarget.end();
  }
}
