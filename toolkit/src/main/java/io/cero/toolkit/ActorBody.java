package io.cero.toolkit;

/** What an {@link Actor} does in its thread. */
@FunctionalInterface
public interface ActorBody {
  /**
   * Says that it is ready, does its work, and returns when it is told to stop.
   *
   * @param parent this actor's end of the pipe to its parent
   * @throws Exception if it fails; the parent gets that as an {@link ActorFailedException}
   */
  void run(ActorPipe parent) throws Exception;
}
