package io.cero.examples;

import java.io.PrintStream;
import java.util.List;

/** A program of the guide that runs by itself, says what it does, and ends. */
public interface Demo {
  /** Returns the word by which it is called on the command line. */
  String name();

  /** Returns what it shows, in one sentence. */
  String description();

  /**
   * Runs it to its end.
   *
   * @param out where it says what happens
   * @throws InterruptedException if the calling thread is interrupted
   */
  void run(PrintStream out) throws InterruptedException;

  /** Returns all the demos there are. */
  static List<Demo> all() {
    return List.of(new LoadBalancingBroker());
  }
}
