package io.cero;

/** The options of an XSUB socket. */
public final class XSubOptions extends SocketOptions<XSubOptions> {
  private boolean verboseUnsubscribe;
  private boolean onlyFirstSubscribe;

  /** Makes options with the context's defaults. */
  XSubOptions(ContextOptions context) {
    super(context);
  }

  @Override
  XSubOptions self() {
    return this;
  }

  /**
   * Whether every cancellation is passed to publishers, and not only the last of its topic; default
   * false.
   */
  public XSubOptions verboseUnsubscribe(boolean on) {
    requireSettable("verboseUnsubscribe");
    verboseUnsubscribe = on;
    return this;
  }

  /** Returns whether every cancellation is passed to publishers. */
  public boolean verboseUnsubscribe() {
    return verboseUnsubscribe;
  }

  /**
   * Whether only the first frame of a message can be a subscription, and the frames behind it are
   * data whatever they hold; default false.
   */
  public XSubOptions onlyFirstSubscribe(boolean on) {
    requireSettable("onlyFirstSubscribe");
    onlyFirstSubscribe = on;
    return this;
  }

  /** Returns whether only the first frame of a message can be a subscription. */
  public boolean onlyFirstSubscribe() {
    return onlyFirstSubscribe;
  }
}
