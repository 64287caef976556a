package io.cero.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the contenders' programs are.
 *
 * @param sources the C programs' sources
 * @param binaries where they are compiled to
 * @param classPath the Java programs, Cero and JeroMQ
 * @param before the jars of another commit of Cero
 * @param newerJdk a JDK besides the one that runs this
 * @param jvmOptions what every JVM is given: nothing where something is measured
 */
record Installation(
    Path sources,
    Path binaries,
    String classPath,
    @Nullable Path before,
    @Nullable Path newerJdk,
    List<String> jvmOptions) {
  private static final String PROGRAMS = "io.cero.benchmarks.programs.";

  /** True if a contender can be measured here. */
  boolean has(Contender contender) {
    return switch (contender) {
      case BEFORE -> before != null;
      case NEWER, JEROMQ_NEWER -> newerJdk != null;
      default -> true;
    };
  }

  /** The command that runs a contender's program. */
  List<String> command(Role role) {
    Contender contender = role.contender();
    List<String> command = new ArrayList<>(role.prefix());
    boolean rawInJava = contender == Contender.RAW && role.words().get(0).startsWith("pu");
    if (contender == Contender.LIBZMQ) {
      boolean zloop = role.words().get(0).equals("loop");
      command.add(binaries.resolve(zloop ? "czmq" : "libzmq").toString());
    } else if (contender == Contender.RAW && !rawInJava) {
      command.add(binaries.resolve("raw").toString());
    } else {
      command.add(jdk(contender).resolve("bin/java").toString());
      command.addAll(jvmOptions);
      command.addAll(role.jvmOptions());
      command.add("-cp");
      command.add((contender == Contender.BEFORE ? jars(before) : "") + classPathFor(contender));
      command.add(
          PROGRAMS
              + switch (contender.programs()) {
                case JEROMQ -> "JeroPrograms";
                case RAW -> "RawPrograms";
                default -> "CeroPrograms";
              });
    }
    command.addAll(role.words());
    return command;
  }

  /** The class path with the contender's library first: a JVM opens each jar that it searches. */
  private String classPathFor(Contender contender) {
    String first =
        contender.programs() == Contender.JEROMQ ? "(jeromq|jnacl)-.*" : "cero-(core|wire)-.*";
    return Stream.of(classPath.split(File.pathSeparator))
        .sorted(Comparator.comparing(entry -> !new File(entry).getName().matches(first)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path jdk(Contender contender) {
    return contender.isOnNewerJdk() && newerJdk != null
        ? newerJdk
        : Path.of(System.getProperty("java.home"));
  }

  /** The version of the JDK that a contender runs on, as its {@code release} file has it. */
  String jdkVersion(Contender contender) {
    Path release = jdk(contender).resolve("release");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new BenchException("no JDK at " + jdk(contender) + ": cannot read " + e.getMessage());
    }
    return properties.getProperty("JAVA_RUNTIME_VERSION", "unknown").replace("\"", "");
  }

  private static String jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder path = new StringBuilder();
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(file -> path.append(file).append(File.pathSeparator));
      return path.toString();
    } catch (IOException e) {
      throw new BenchException("cannot read " + folder + ": " + e.getMessage());
    }
  }

  /** Compiles the C programs if their sources are newer. */
  void compile() {
    compile("raw", List.of("bench.c", "raw.c"), List.of());
    compile(
        "libzmq",
        List.of(
            "bench.c",
            "libzmq.c",
            "throughput.c",
            "latency.c",
            "inproc.c",
            "devices.c",
            "fanout.c",
            "idle.c",
            "large.c"),
        List.of("-lzmq", "-lpthread"));
    compile("czmq", List.of("bench.c", "loop.c"), List.of("-lczmq", "-lzmq"));
  }

  private void compile(String program, List<String> files, List<String> libraries) {
    Path binary = binaries.resolve(program);
    try {
      if (isCurrent(binary)) {
        return;
      }
      Files.createDirectories(binaries);
      Path log = binaries.resolve(program + ".log");
      List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-o", binary.toString()));
      files.forEach(file -> command.add(sources.resolve(file).toString()));
      command.addAll(libraries);
      Process gcc =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (gcc.waitFor() != 0) {
        throw new BenchException("gcc could not build " + binary + ":\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new BenchException(
          "cannot run gcc ("
              + e.getMessage()
              + "); as root on Debian: apt-get install gcc libc6-dev libzmq3-dev libczmq-dev");
    } catch (InterruptedException e) {
      throw new BenchException("interrupted");
    }
  }

  private boolean isCurrent(Path binary) throws IOException {
    if (!Files.exists(binary)) {
      return false;
    }
    try (Stream<Path> files = Files.list(sources)) {
      long built = binary.toFile().lastModified();
      return files.allMatch(file -> file.toFile().lastModified() < built);
    }
  }
}
