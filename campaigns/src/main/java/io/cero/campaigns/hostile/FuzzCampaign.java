package io.cero.campaigns.hostile;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Coverage-guided fuzzing of one target by Jazzer, in a process of its own. It begins with the
 * inputs that are kept in {@code campaigns/corpus}; what it finds beyond them goes to {@code
 * .build/campaigns/corpus}, and an input that fails to {@code .build/campaigns/findings}.
 */
public final class FuzzCampaign implements Campaign {
  private static final Pattern STATUS =
      Pattern.compile(
          "#(\\d+)\\s+(?:pulse|NEW|REDUCE|RELOAD|DONE|INITED).*cov: (\\d+) ft: (\\d+).*");
  private static final int SHOWN = 60;

  private final FuzzTarget.Name target;

  public FuzzCampaign(FuzzTarget.Name target) {
    this.target = target;
  }

  private String word() {
    return target.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return "fuzz-" + word();
  }

  @Override
  public String summary() {
    return switch (target) {
      case HANDSHAKE -> "coverage-guided fuzzing of the handshake, whole and cut into pieces";
      case FRAMES -> "coverage-guided fuzzing of the walks over frames, against a plain decoder";
      case ENDPOINT -> "coverage-guided fuzzing of the endpoints' parser";
      case LISTENER -> "coverage-guided fuzzing of live listeners beside an honest pair";
    };
  }

  @Override
  public long usualRounds() {
    return target == FuzzTarget.Name.LISTENER ? 100_000 : 2_000_000;
  }

  /** Has one round: Jazzer counts its executions itself. */
  @Override
  public void run(Course course) throws Exception {
    Path root = Path.of(System.getProperty("campaign.root", "."));
    Path work = root.resolve(".build/campaigns");
    Path found = Files.createDirectories(work.resolve("corpus").resolve(word()));
    Path findings = Files.createDirectories(work.resolve("findings"));
    if (!course.next()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:-OmitStackTraceInFastThrow",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dcampaign.target=" + target,
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzTarget.class.getName(),
            "--instrumentation_includes=io.cero.**",
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
            "--reproducer_path=" + findings,
            "-artifact_prefix=" + findings + "/" + word() + "-",
            "-seed=" + (int) (course.seed() & 0x7fffffff),
            "-rss_limit_mb=3000",
            "-timeout=60",
            "-max_len=" + (target == FuzzTarget.Name.ENDPOINT ? 200 : 8192)));
    long seconds = course.left().toSeconds();
    if (seconds < 86_400) {
      command.add("-max_total_time=" + Math.max(1, seconds));
    } else {
      command.add("-runs=" + course.rounds(usualRounds()));
    }
    command.add(found.toString());
    command.add(root.resolve("campaigns/corpus").resolve(word()).toString());
    listen(course, new ProcessBuilder(command).redirectErrorStream(true).start());
    try (Stream<Path> files = Files.list(found)) {
      course.fact("inputs found beyond those kept", files.count());
    }
  }

  private static void listen(Course course, Process fuzzer) throws Exception {
    Deque<String> last = new ArrayDeque<>();
    Runtime.getRuntime().addShutdownHook(new Thread(fuzzer::destroyForcibly));
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(fuzzer.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (last.size() == SHOWN) {
          last.removeFirst();
        }
        last.addLast(line);
        Matcher status = STATUS.matcher(line);
        if (status.matches()) {
          course.fact("executions", status.group(1));
          course.fact("edges covered", status.group(2));
          course.fact("features", status.group(3));
        }
      }
    } catch (IOException e) {
      fuzzer.destroyForcibly();
      throw e;
    }
    if (fuzzer.waitFor() != 0) {
      throw new AssertionError(
          "the fuzzer ended with " + fuzzer.exitValue() + ":\n" + String.join("\n", last));
    }
  }
}
