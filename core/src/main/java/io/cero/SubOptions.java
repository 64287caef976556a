package io.cero;

/** The options of a SUB socket. */
public final class SubOptions extends SocketOptions<SubOptions> {
  private boolean conflate;
  private boolean invertMatching;

  /** Makes options with the context's defaults. */
  SubOptions(ContextOptions context) {
    super(context);
  }

  @Override
  SubOptions self() {
    return this;
  }

  /**
   * Whether only the newest message is kept in place of a queue, marks or not; default false.
   * Messages must have one frame.
   */
  public SubOptions conflate(boolean on) {
    requireSettable("conflate");
    conflate = on;
    return this;
  }

  /** Returns whether only the newest message is kept in place of a queue. */
  public boolean conflate() {
    return conflate;
  }

  /**
   * Whether a subscription stands for the messages that do not begin with its topic; default false.
   * Publisher and subscribers must agree on it.
   */
  public SubOptions invertMatching(boolean on) {
    requireSettable("invertMatching");
    invertMatching = on;
    return this;
  }

  /** Returns whether a subscription stands for the messages that do not begin with its topic. */
  public boolean invertMatching() {
    return invertMatching;
  }
}
