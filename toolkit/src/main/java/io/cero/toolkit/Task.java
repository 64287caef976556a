package io.cero.toolkit;

/** A task that was handed to an {@link EventLoop} with {@link EventLoop#execute}; it runs once. */
public final class Task implements Registration {
  private final Runnable body;

  Task(Runnable body) {
    this.body = body;
  }

  /** Returns what was handed in. */
  public Runnable body() {
    return body;
  }

  /** Does nothing: who is told of a task's failure is told after it has run. */
  @Override
  public void cancel() {
    // it has run
  }

  /** Returns false: a task runs once. */
  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public String toString() {
    return "the task " + body;
  }
}
