package io.cero;

/** The options of a PAIR socket: those that every type has. */
public final class PairOptions extends SocketOptions<PairOptions> {
  /** Makes options with the context's defaults. */
  PairOptions(ContextOptions context) {
    super(context);
  }

  @Override
  PairOptions self() {
    return this;
  }
}
