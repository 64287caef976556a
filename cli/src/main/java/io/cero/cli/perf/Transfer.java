package io.cero.cli.perf;

import picocli.CommandLine.Option;

/** By which calls messages are sent and received. */
final class Transfer {
  /** How a message is sent. */
  enum Sending {
    /** {@code send(ByteBuffer)} from one direct buffer. */
    buffer,
    /** {@code send(ByteBuffer, Runnable)} from one direct buffer: a long body is not copied. */
    release,
    /** {@code send(Message)}, always the same one: a long body is not copied. */
    message
  }

  /** How a message is received. */
  enum Receiving {
    /** {@code receive(ByteBuffer)} into one direct buffer. */
    into,
    /** {@code receive()}, which makes a {@code Message}. */
    message
  }

  @Option(
      names = "--send",
      paramLabel = "<how>",
      defaultValue = "buffer",
      description =
          "buffer: from one direct buffer, which is copied; release: from a direct buffer that is"
              + " given back by a hook, long bodies not copied; message: one immutable Message,"
              + " long bodies not copied. Default ${DEFAULT-VALUE}.")
  private Sending sending;

  @Option(
      names = "--receive",
      paramLabel = "<how>",
      defaultValue = "into",
      description =
          "into: into one direct buffer, which allocates nothing; message: as a Message each."
              + " Default ${DEFAULT-VALUE}.")
  private Receiving receiving;

  @Option(names = "--receive-into", description = "The same as --receive=into.")
  private boolean receiveInto;

  Sending sending() {
    return sending;
  }

  Receiving receiving() {
    return receiveInto ? Receiving.into : receiving;
  }
}
