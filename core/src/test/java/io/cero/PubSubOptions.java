package io.cero;

/** Makes the options of publishers and subscribers for tests in other packages. */
public final class PubSubOptions {
  private static final ContextOptions CONTEXT = new ContextOptions().freeze();

  private PubSubOptions() {}

  public static PubOptions pub() {
    return new PubOptions(CONTEXT);
  }

  public static SubOptions sub() {
    return new SubOptions(CONTEXT);
  }

  public static XPubOptions xpub() {
    return new XPubOptions(CONTEXT);
  }

  public static XSubOptions xsub() {
    return new XSubOptions(CONTEXT);
  }
}
