package io.cero.reactor;

/**
 * What a reactor calls for a channel that is registered with it.
 *
 * <p>Called by the driver, whichever thread that is; must neither block nor call an application.
 */
public interface ChannelHandler {
  /** The channel is ready for some of the operations its key is interested in. */
  void onReady(int readyOperations);

  /** A call of this handler threw: end this one connection, and nothing else. */
  void onFault(Throwable fault);

  /**
   * The reactor ends. Returns true if the channel is to be closed with it, false if it belongs to
   * somebody else.
   */
  default boolean onEnd() {
    return true;
  }

  /** Now and then after traffic: give back memory that lies idle. Returns true if all is back. */
  default boolean onSweep() {
    return true;
  }
}
