package io.cero.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * One process of a scene: who runs which program, with arguments in which {@code @1} stands for the
 * first endpoint that a process before it said it was ready at, {@code @ipc} for a new ipc
 * endpoint, {@code @disk} for a folder on disk, {@code @pid:NAME} for the number of the process
 * with that name, and {@code @idle-connect} for the program that makes idle connections.
 *
 * @param name under which its values are kept
 * @param endpoints how many endpoints it says before the next process starts
 * @param end how it ends
 * @param prefix what is written before its command: taskset, perf
 * @param jvmOptions more options for a JVM
 */
record Role(
    String name,
    Contender contender,
    List<String> words,
    int endpoints,
    End end,
    List<String> prefix,
    List<String> jvmOptions) {

  /** How a process ends. */
  enum End {
    /** By itself; the others are ended once all of these have. */
    ITSELF,
    /** When its input ends. */
    INPUT,
    /** When it is killed. */
    KILLED
  }

  /** A process with a name, of which the first word is its program. */
  static Role of(String name, Contender contender, Object... words) {
    return new Role(
        name,
        contender,
        Stream.of(words).map(String::valueOf).toList(),
        0,
        End.ITSELF,
        List.of(),
        List.of());
  }

  Role ready(int count) {
    return new Role(name, contender, words, count, end, prefix, jvmOptions);
  }

  Role held() {
    return new Role(name, contender, words, endpoints, End.INPUT, prefix, jvmOptions);
  }

  Role killed() {
    return new Role(name, contender, words, endpoints, End.KILLED, prefix, jvmOptions);
  }

  Role after(String... command) {
    return new Role(name, contender, words, endpoints, end, List.of(command), jvmOptions);
  }

  Role jvm(String... options) {
    return new Role(name, contender, words, endpoints, end, prefix, List.of(options));
  }
}
