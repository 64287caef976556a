package io.cero.benchmarks.programs;

import io.cero.Context;
import io.cero.OverflowOptions;
import io.cero.PullSocket;
import io.cero.PushOptions;
import io.cero.PushSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A queue for a peer that is not there, and then comes: ENDPOINT SIZE COUNT ROUNDS. */
final class CeroOverflow {
  private CeroOverflow() {}

  /** Past the mark the queue lies on disk, in the directory that a fifth argument names. */
  static void onDisk(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[4]);
    run(
        arguments,
        options -> options.overflow(OverflowOptions.in(directory)),
        () -> requireFiles(directory));
  }

  /** There is no mark: all of the queue lies in memory. */
  static void inMemory(String[] arguments) throws IOException {
    run(arguments, options -> options.sendHighWaterMark(0).sendByteBudget(0), () -> {});
  }

  /** What is looked at while the queue is full. */
  @FunctionalInterface
  private interface Look {
    void look() throws IOException;
  }

  private static void run(String[] arguments, Consumer<PushOptions> settings, Look whenFull)
      throws IOException {
    String endpoint = arguments[0];
    int size = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    byte[] sent = new byte[size];
    ByteBuffer received = ByteBuffer.allocateDirect(size);
    try (Context here = CeroPrograms.context();
        Context there = CeroPrograms.context()) {
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        try (PushSocket push = here.push(settings);
            PullSocket pull = there.pull()) {
          push.connect(endpoint);
          long before = System.nanoTime();
          CeroThroughput.send(push, sent, count);
          say("in", round, count, size, before);
          whenFull.look();
          pull.bind(endpoint);
          CeroThroughput.receive(pull, received, 1); // they have met
          before = System.nanoTime();
          CeroThroughput.receive(pull, received, count - 1);
          say("out", round, count - 1, size, before);
        }
      }
    }
  }

  private static void say(String way, int round, int count, int size, long before) {
    double rate = count / ((System.nanoTime() - before) / 1e9);
    Output.say(way, round, rate);
    Output.say(way + "-bytes", round, rate * size / 1e6);
  }

  private static void requireFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      if (files.noneMatch(file -> file.toString().endsWith(".overflow"))) {
        throw new IllegalStateException("nothing lies on disk: COUNT must be above the mark");
      }
    }
  }
}
