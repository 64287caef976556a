package io.cero.examples;

import io.cero.Context;
import io.cero.InterruptedOperationException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of the guide as the catalogue shows it: by what name it is called, what it does, which
 * arguments it takes, and how its sockets hang together.
 *
 * <pre>{@code
 * public static final Demo DEMO =
 *     Demo.of("hwserver", "Answers each Hello with World.", HelloServer::run)
 *         .argument("ENDPOINT", "tcp://*:5555", "where it is bound")
 *         .argument("--work", 1000, "how long an answer takes, in milliseconds")
 *         .picture("...");
 * }</pre>
 *
 * @param name the word by which it is called on the command line
 * @param summary what it does, in one sentence
 * @param parameters which arguments it takes, those without dashes by their position
 * @param picture its sockets and those of its partners, drawn in text
 * @param program what runs
 */
public record Demo(
    String name, String summary, List<Parameter> parameters, String picture, Program program) {

  /** Returns a demo without arguments or a picture. */
  public static Demo of(String name, String summary, Program program) {
    return new Demo(name, summary, List.of(), "", program);
  }

  /** Returns this demo with one more argument that must be given. */
  public Demo argument(String parameter, String description) {
    return with(new Parameter(parameter, Parameter.Kind.TEXT, null, description));
  }

  /** Returns this demo with one more argument, and what it is unless it is given. */
  public Demo argument(String parameter, String standard, String description) {
    return with(new Parameter(parameter, Parameter.Kind.TEXT, standard, description));
  }

  /**
   * Returns this demo with one more argument that is a whole number, and what it is unless it is
   * given. It is 0 or more if that is 0, otherwise 1 or more.
   */
  public Demo argument(String parameter, int standard, String description) {
    return with(
        new Parameter(parameter, Parameter.Kind.NUMBER, Integer.toString(standard), description));
  }

  /** Returns this demo with any number of arguments at the end of its command line. */
  public Demo arguments(String parameter, String description) {
    return with(new Parameter(parameter, Parameter.Kind.LIST, null, description));
  }

  private Demo with(Parameter parameter) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new Demo(name, summary, List.copyOf(more), picture, program);
  }

  /** Returns this demo with a picture. */
  public Demo picture(String text) {
    return new Demo(name, summary, parameters, text, program);
  }

  /** Returns the arguments that it has if none is given. */
  public Arguments arguments() {
    return new Arguments(parameters);
  }

  /**
   * Runs it in a context of its own, until it has done all it does or the calling thread is
   * interrupted.
   *
   * @param out where it says what happens
   * @throws Exception if it fails
   */
  public void run(Arguments given, PrintStream out) throws Exception {
    try (Context context = Context.create()) {
      program.run(context, given, out);
    } catch (InterruptedOperationException | InterruptedException asked) {
      // and that was all
    }
  }

  /** Returns all the demos there are, in the order of the chapters. */
  public static List<Demo> all() {
    return Stream.of(Chapters.INTERMEDIATE, Chapters.REQUEST_REPLY).flatMap(List::stream).toList();
  }
}
