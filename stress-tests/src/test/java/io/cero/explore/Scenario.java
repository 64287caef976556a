package io.cero.explore;

/**
 * Some threads that run shipped code, and what must not come of it.
 *
 * <p>First the threads of the preparation run, one after another, until all rest and {@link
 * #isPrepared} says so; then the others join, and every interleaving of them is explored.
 */
public abstract class Scenario {
  /**
   * Times a thread may be put aside although it could go on; the property {@code cero.preemptions}
   * adds to it.
   */
  protected int preemptions() {
    return 2;
  }

  /** Times in the explored part that a pause may be over at any moment, not only at rest. */
  protected int pauses() {
    return 0;
  }

  /** Times that at rest a pause may have to be over before all is done. */
  protected int patience() {
    return 0;
  }

  /** Adds the threads to the model. */
  public abstract void begin(Model model);

  /** Looked at when all threads rest: true if the explored part may begin. */
  public boolean isPrepared(Model model) {
    return true;
  }

  /**
   * Looked at when all threads rest: true if all has happened that must. Otherwise a pause is over
   * next, if that is allowed; it is a failure if not.
   */
  public abstract boolean isDone(Model model);

  /** Says how things stand, for a failure. */
  public String describe() {
    return "";
  }
}
