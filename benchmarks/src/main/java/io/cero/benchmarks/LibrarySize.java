package io.cero.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Weighs the jars of the class path that a library consists of, without what it depends on. */
final class LibrarySize implements Scene {
  @Override
  public Map<String, List<Double>> measure(Contender contender, Scale scale, Stage stage) {
    String jars =
        switch (contender) {
          case CERO -> "cero-(core|wire)-.*\\.jar";
          case JEROMQ -> "jeromq-.*\\.jar";
          default -> "none"; // the same jars
        };
    double bytes =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.getFileName().toString().matches(jars))
            .mapToDouble(path -> path.toFile().length())
            .sum();
    return bytes == 0 ? Map.of() : Map.of("jars.size", List.of(bytes));
  }
}
