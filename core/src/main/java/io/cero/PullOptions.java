package io.cero;

/** The options of a PULL socket. */
public final class PullOptions extends SocketOptions<PullOptions> {
  private boolean conflate;

  /** Makes options with the context's defaults. */
  PullOptions(ContextOptions context) {
    super(context);
  }

  @Override
  PullOptions self() {
    return this;
  }

  /**
   * Whether only the newest message is kept in place of a queue, marks or not; default false.
   * Messages must have one frame.
   */
  public PullOptions conflate(boolean on) {
    requireSettable("conflate");
    conflate = on;
    return this;
  }

  /** Returns whether only the newest message is kept in place of a queue. */
  public boolean conflate() {
    return conflate;
  }
}
