package io.cero.toolkit;

/**
 * An actor has ended with an exception, which is the cause. The pipe to it is of no more use: close
 * the actor, and start another one if there is more to do.
 */
public final class ActorFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which actor failed, and why.
   *
   * @param actor the actor's name
   * @param cause what its body threw
   */
  public ActorFailedException(String actor, Throwable cause) {
    super("the actor '" + actor + "' failed: " + cause, cause);
  }
}
