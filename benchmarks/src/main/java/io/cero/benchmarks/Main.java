package io.cero.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command of the benchmarks. */
@Command(
    name = "bin/bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Cero beside libzmq, JeroMQ and bare TCP, in alternation.",
      "Each line's newest results are kept; bin/bench report makes docs/performance.md of them."
    },
    footer = {
      "",
      "bin/bench lines    names the lines",
      "bin/bench report   writes docs/performance.md and its plots from the results that are kept",
      "bin/bench parts    JMH on the parts (pipe, trie, statistics and more), with its own options",
      "bin/bench build    only builds"
    })
public final class Main implements Callable<Integer> {
  @Spec CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "LINE",
      description = "only the line of this name, or if there is none, those that begin with it")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "WHO",
      description = "only some: ${COMPLETION-CANDIDATES}")
  List<Contender> contenders = new ArrayList<>();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "how often each contender runs; default ${DEFAULT-VALUE}")
  int pairs;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "rounds of a run, of which the last three count; default ${DEFAULT-VALUE}; a JVM has"
              + " three times as many where messages are short")
  int rounds;

  @Option(names = "--quick", description = "two pairs of four rounds, for a first look")
  boolean quick;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "times the usual number of messages a round")
  double factor;

  @Option(names = "--resume", description = "skip lines that this commit already has results of")
  boolean resume;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "begin no further line after so many seconds")
  int seconds;

  @Option(
      names = "--against",
      paramLabel = "COMMIT",
      description = "also measure that commit of Cero, in alternation")
  String against;

  @Option(
      names = "--newer-jdk",
      paramLabel = "HOME",
      description = "also measure Cero and JeroMQ on that JDK, in every other pair")
  Path newerJdk;

  @Option(
      names = "--no-keep",
      description =
          "print, but leave the kept results as they are; --against, --quick, --scale and"
              + " --contenders never keep any")
  boolean noKeep;

  private final Path root = Path.of(System.getProperty("bench.root", "."));
  private final Path home = root.resolve(".build/bench");

  /** Runs the command; the status is 1 if a run failed, 2 for a wrong option. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    CommandLine command = new CommandLine(new Main());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          if (!(e instanceof BenchException)) {
            throw e;
          }
          System.err.println("bench: " + e.getMessage());
          return 1;
        });
    System.exit(command.execute(arguments));
  }

  @Command(name = "lines", description = "names the lines")
  int lines() {
    Lines.all()
        .forEach(
            line -> System.out.printf("%-22s %s: %s%n", line.id(), line.group(), line.title()));
    return 0;
  }

  @Command(name = "report", description = "writes docs/performance.md and its plots")
  int report() throws IOException {
    new Report(root, new Results(home.resolve("results"))).write();
    return 0;
  }

  @Override
  public Integer call() {
    Scale scale = new Scale(quick ? 2 : pairs, quick ? 4 : rounds, factor);
    if (scale.pairs() < 1 || scale.rounds() < 1 || scale.rounds() > 30 || scale.factor() <= 0) {
      throw new ParameterException(
          spec.commandLine(), "pairs and the scale must be positive, rounds 1 to 30");
    }
    List<Line> chosen = chosen();
    String commit = System.getProperty("bench.commit", "unknown");
    boolean keep = !noKeep && !quick && factor == 1 && against == null && contenders.isEmpty();
    Installation installation = installation();
    installation.compile();
    Results results = new Results(home.resolve("results"));
    Runner runner = new Runner(installation, scale, commit, System.out);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    int left = 0;
    for (Line line : chosen) {
      if (resume && results.of(line).stream().anyMatch(s -> s.commit().equals(commit))) {
        continue;
      }
      if (System.nanoTime() > end) {
        left++;
        continue;
      }
      List<Sample> samples = runner.run(line, contenders);
      if (keep && !samples.isEmpty()) {
        results.keep(line, samples);
      }
    }
    if (left > 0) {
      System.out.println(left + " lines are left: the same command with --resume goes on");
    }
    return runner.hasFailed() ? 1 : 0;
  }

  private List<Line> chosen() {
    List<Line> all = Lines.all();
    for (String name : only) {
      if (all.stream().noneMatch(line -> isNamed(line, name))) {
        throw new ParameterException(
            spec.commandLine(), "no line is named " + name + "; bin/bench lines names them");
      }
    }
    return all.stream()
        .filter(line -> only.isEmpty() || only.stream().anyMatch(name -> isNamed(line, name)))
        .toList();
  }

  private static boolean isNamed(Line line, String name) {
    boolean exactly = Lines.all().stream().anyMatch(any -> any.id().equals(name));
    return exactly ? line.id().equals(name) : line.id().startsWith(name + "-");
  }

  private Installation installation() {
    return new Installation(
        root.resolve("benchmarks/src/main/c"),
        home.resolve("c"),
        System.getProperty("java.class.path"),
        against == null ? null : home.resolve("against").resolve(against).resolve("lib"),
        newerJdk,
        List.of());
  }
}
