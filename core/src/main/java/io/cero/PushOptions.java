package io.cero;

/** The options of a PUSH socket. */
public final class PushOptions extends SocketOptions<PushOptions> {
  private boolean conflate;

  /** Makes options with the context's defaults. */
  PushOptions(ContextOptions context) {
    super(context);
  }

  @Override
  PushOptions self() {
    return this;
  }

  /**
   * Whether only the newest message is kept in place of a queue, marks or not; default false.
   * Messages must have one frame.
   */
  public PushOptions conflate(boolean on) {
    requireSettable("conflate");
    conflate = on;
    return this;
  }

  /** Returns whether only the newest message is kept in place of a queue. */
  public boolean conflate() {
    return conflate;
  }
}
