package io.cero;

/** The options of a PUB socket. */
public final class PubOptions extends SocketOptions<PubOptions> {
  private boolean conflate;
  private boolean noDrop;
  private boolean invertMatching;
  private boolean onlyFirstSubscribe;

  /** Makes options with the context's defaults. */
  PubOptions(ContextOptions context) {
    super(context);
  }

  @Override
  PubOptions self() {
    return this;
  }

  /**
   * Whether only the newest message is kept in place of a queue, marks or not; default false.
   * Messages must have one frame.
   */
  public PubOptions conflate(boolean on) {
    requireSettable("conflate");
    conflate = on;
    return this;
  }

  /** Returns whether only the newest message is kept in place of a queue. */
  public boolean conflate() {
    return conflate;
  }

  /**
   * Whether a send waits (or a try refuses) where a subscriber is at its mark, in place of dropping
   * the message for that subscriber; default false.
   */
  public PubOptions noDrop(boolean on) {
    requireSettable("noDrop");
    noDrop = on;
    return this;
  }

  /** Returns whether a send waits where a subscriber is at its mark. */
  public boolean noDrop() {
    return noDrop;
  }

  /**
   * Whether a subscription stands for the messages that do not begin with its topic; default false.
   * Publisher and subscribers must agree on it.
   */
  public PubOptions invertMatching(boolean on) {
    requireSettable("invertMatching");
    invertMatching = on;
    return this;
  }

  /** Returns whether a subscription stands for the messages that do not begin with its topic. */
  public boolean invertMatching() {
    return invertMatching;
  }

  /**
   * Whether only the first frame of a message can be a subscription, and the frames behind it are
   * data whatever they hold; default false.
   */
  public PubOptions onlyFirstSubscribe(boolean on) {
    requireSettable("onlyFirstSubscribe");
    onlyFirstSubscribe = on;
    return this;
  }

  /** Returns whether only the first frame of a message can be a subscription. */
  public boolean onlyFirstSubscribe() {
    return onlyFirstSubscribe;
  }
}
