package io.cero.benchmarks.programs;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a program says on its output, as the C programs say it. */
final class Output {
  private Output() {}

  /** Prints one value. */
  static void say(String name, int round, double value) {
    System.out.println(name + " " + round + " " + value);
  }

  /** Prints where a peer can connect to. */
  static void ready(String endpoint) {
    System.out.println("ready ".concat(endpoint)); // a fresh JVM's first + is slow, and measured
    System.out.flush();
  }

  /** Waits until the input ends: libzmq can lose what is still under way when a sender leaves. */
  static void hold() {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
