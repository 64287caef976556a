package io.cero;

/** Options with a context's defaults, for tests outside this package. */
public final class FreshOptions {
  private static final ContextOptions CONTEXT = new ContextOptions().freeze();

  private FreshOptions() {}

  public static ContextOptions context() {
    return CONTEXT;
  }

  public static PullOptions pull() {
    return new PullOptions(CONTEXT);
  }

  public static PushOptions push() {
    return new PushOptions(CONTEXT);
  }

  public static ReqOptions req() {
    return new ReqOptions(CONTEXT);
  }

  public static RouterOptions router() {
    return new RouterOptions(CONTEXT);
  }

  public static StreamOptions stream() {
    return new StreamOptions(CONTEXT);
  }
}
