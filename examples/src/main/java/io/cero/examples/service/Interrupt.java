package io.cero.examples.service;

import io.cero.Context;
import io.cero.RepSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import io.cero.toolkit.Interrupts;
import java.io.PrintStream;

/**
 * The guide's server that handles Ctrl-C: what waits ends, the clean-up runs, what was sent is
 * written, and the exit status is 0. A second Ctrl-C kills it.
 */
public final class Interrupt {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("interrupt", "A server that cleans up when Ctrl-C ends it.", Interrupt::run)
          .argument("ENDPOINT", "tcp://*:5555", "where it is bound")
          .picture(
              """
                 hwclient               interrupt
              ┌────────────┐         ┌────────────┐
              │            │  Hello  │            │
              │    REQ     ├────────►│    REP     │◄─── Ctrl-C
              │            │◄────────┤    bind    │
              │            │  World  │ tcp *:5555 │
              └────────────┘         └────────────┘
              """);

  private Interrupt() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    try (Interrupts interrupts = Interrupts.closing(context)) {
      interrupts.onInterrupt(() -> out.println("interrupt received, killing server…"));
      RepSocket server = context.rep();
      out.println("server (REP) bound to " + server.bind(arguments.text("ENDPOINT")));
      while (true) {
        server.receive();
        server.send("World");
      }
    }
  }
}
