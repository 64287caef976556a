package io.cero.campaigns;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.LateException;
import io.cero.campaigns.frame.MissingException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command of the campaigns. */
@Command(
    name = "bin/campaign",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs a test that is too long for the suite; without a name it lists them.")
public final class Main implements Callable<Integer> {
  private final List<Campaign> campaigns = Campaigns.all();

  @Spec CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "which campaign")
  @Nullable String name;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "what all random numbers come from; one is chosen and printed otherwise")
  @Nullable Long seed;

  @Option(names = "--rounds", paramLabel = "N", description = "how many rounds")
  @Nullable Long rounds;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "0",
      description = "the number of the first round; default ${DEFAULT-VALUE}")
  long from;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Time.class,
      description = "begin no further round after this time: 90s, 10m, 1h")
  @Nullable Duration allowed;

  /** Runs the command; the status is 1 if the campaign failed, 2 if it cannot run. */
  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** The command, with the options of the campaign that is named, if it has any. */
  public static CommandLine commandLine(String[] arguments) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    Stream.of(arguments)
        .flatMap(word -> main.named(word).stream())
        .findFirst()
        .flatMap(Campaign::settings)
        .ifPresent(settings -> line.addMixin("settings", settings));
    return line;
  }

  private Optional<Campaign> named(String text) {
    return campaigns.stream().filter(campaign -> campaign.name().equals(text)).findFirst();
  }

  @Override
  public Integer call() throws IOException {
    if (name == null) {
      campaigns.forEach(
          campaign -> System.out.printf("%-14s %s%n", campaign.name(), campaign.summary()));
      return 0;
    }
    Campaign campaign =
        named(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "no campaign is named " + name + "; bin/campaign lists them"));
    if (rounds != null && rounds < 1 || from < 0) {
      throw new ParameterException(spec.commandLine(), "there must be a round to run");
    }
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000_000) : seed;
    long total =
        rounds != null ? rounds : allowed != null ? Long.MAX_VALUE : campaign.usualRounds();
    Terminal terminal = new Terminal(campaign.name(), System.err);
    Course course =
        Course.inFull(
            chosen, from, total, allowed == null ? Duration.ofDays(7) : allowed, terminal);
    System.out.println(campaign.name() + ": seed " + chosen);
    Throwable failure = null;
    try {
      campaign.run(course);
    } catch (MissingException e) {
      System.err.println("campaign: " + e.getMessage());
      return 2;
    } catch (Throwable e) {
      failure = e;
    }
    terminal.end();
    List<String> report = report(campaign, course, failure);
    report.forEach(System.out::println);
    Path file =
        Path.of(System.getProperty("campaign.root", ".")).resolve(".build/campaigns/reports");
    Files.createDirectories(file);
    Files.write(file.resolve(campaign.name() + ".txt"), report);
    if (failure != null) {
      explain(failure, System.err);
    }
    return failure == null ? 0 : 1;
  }

  private static List<String> report(
      Campaign campaign, Course course, @Nullable Throwable failure) {
    List<String> lines = new ArrayList<>();
    lines.add(campaign.name() + ": " + campaign.summary());
    lines.add(
        String.format(
            "%s; seed %d, %,d rounds, %.1f s, Java %s, %d cores",
            failure == null ? "passed" : "FAILED",
            course.seed(),
            course.begun(),
            course.nanos() / 1e9,
            Runtime.version(),
            Runtime.getRuntime().availableProcessors()));
    course.lines().forEach(line -> lines.add("  " + line));
    if (failure != null) {
      lines.add("  round " + course.round() + " failed: " + failure);
      lines.add(
          String.format(
              "  again: bin/campaign %s --seed %d --from %d --rounds 1%s",
              campaign.name(),
              course.seed(),
              course.round(),
              campaign.settings().map(settings -> " " + settings).orElse("")));
    }
    return lines;
  }

  private static void explain(Throwable failure, PrintStream out) {
    failure.printStackTrace(out);
    if (failure instanceof LateException late) {
      out.println(late.threads());
    }
  }

  /** A time as people write it. */
  static final class Time implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (!text.matches("[0-9]{1,9}[smh]")) {
        throw new CommandLine.TypeConversionException("a time is like 90s, 10m or 1h, not " + text);
      }
      return Duration.parse("PT" + text);
    }
  }
}
