package io.cero.testkit;

/** A peer in a process of its own, which can die or freeze as programs do. */
public interface ProcessPeer extends Peer {

  /** The operating system's number of the process. */
  long pid();

  /** Whether the process runs. */
  boolean isAlive();

  /**
   * Kills the process as {@code kill -9} does and waits until it is gone. Requests under way fail
   * with {@link PeerException}.
   */
  void kill();

  /** Freezes the process ({@code SIGSTOP}): its connections stay, but nobody answers. */
  void freeze();

  /** Lets a frozen process go on. */
  void thaw();
}
