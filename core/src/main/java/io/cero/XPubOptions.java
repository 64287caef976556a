package io.cero;

import java.util.Optional;

/** The options of an XPUB socket. */
public final class XPubOptions extends SocketOptions<XPubOptions> {
  private boolean verbose;
  private boolean verboser;
  private boolean manual;
  private boolean manualLastValue;
  private Optional<Message> welcomeMessage = Optional.empty();
  private boolean noDrop;
  private boolean invertMatching;
  private boolean onlyFirstSubscribe;

  /** Makes options with the context's defaults. */
  XPubOptions(ContextOptions context) {
    super(context);
  }

  @Override
  XPubOptions self() {
    return this;
  }

  /**
   * Whether every subscription is passed to the application, and not only the first of its topic;
   * default false. {@link #verboser(boolean)} includes it.
   */
  public XPubOptions verbose(boolean on) {
    requireSettable("verbose");
    verbose = on;
    return this;
  }

  /** Returns whether every subscription is passed to the application. */
  public boolean verbose() {
    return verbose || verboser;
  }

  /**
   * Whether every subscription and every cancellation is passed to the application; default false.
   */
  public XPubOptions verboser(boolean on) {
    requireSettable("verboser");
    verboser = on;
    return this;
  }

  /** Returns whether every subscription and every cancellation is passed to the application. */
  public boolean verboser() {
    return verboser;
  }

  /**
   * Whether subscriptions take effect only as the application says on the socket; default false.
   * {@link #manualLastValue(boolean)} includes it.
   */
  public XPubOptions manual(boolean on) {
    requireSettable("manual");
    manual = on;
    return this;
  }

  /** Returns whether subscriptions take effect only as the application says. */
  public boolean manual() {
    return manual || manualLastValue;
  }

  /**
   * Like {@link #manual(boolean)}, and the first message sent after a subscription was accepted
   * goes to that subscriber only, so that a last-value cache repeats nothing to others; default
   * false.
   */
  public XPubOptions manualLastValue(boolean on) {
    requireSettable("manualLastValue");
    manualLastValue = on;
    return this;
  }

  /** Returns whether the first message after a subscription goes to that subscriber only. */
  public boolean manualLastValue() {
    return manualLastValue;
  }

  /**
   * A message that every new subscriber is sent, if it subscribed to its topic before it connected;
   * default none. One frame.
   */
  public XPubOptions welcomeMessage(Message message) {
    requireSettable("welcomeMessage");
    if (message.frameCount() != 1) {
      throw new OptionException(
          "welcomeMessage", "it has " + message.frameCount() + " frames; give one of one frame");
    }
    welcomeMessage = Optional.of(message);
    return this;
  }

  /** Returns the message that every new subscriber is sent, where one is set. */
  public Optional<Message> welcomeMessage() {
    return welcomeMessage;
  }

  /**
   * Whether a send waits (or a try refuses) where a subscriber is at its mark, in place of dropping
   * the message for that subscriber; default false.
   */
  public XPubOptions noDrop(boolean on) {
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
  public XPubOptions invertMatching(boolean on) {
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
  public XPubOptions onlyFirstSubscribe(boolean on) {
    requireSettable("onlyFirstSubscribe");
    onlyFirstSubscribe = on;
    return this;
  }

  /** Returns whether only the first frame of a message can be a subscription. */
  public boolean onlyFirstSubscribe() {
    return onlyFirstSubscribe;
  }
}
