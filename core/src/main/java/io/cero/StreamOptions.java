package io.cero;

/** The options of a STREAM socket. */
public final class StreamOptions extends SocketOptions<StreamOptions> {
  private boolean peerNotifications = true;

  /** Makes options with the context's defaults. */
  StreamOptions(ContextOptions context) {
    super(context);
  }

  @Override
  StreamOptions self() {
    return this;
  }

  /**
   * Whether a connection's beginning and end are each received as the peer's identity and an empty
   * frame; default true.
   */
  public StreamOptions peerNotifications(boolean on) {
    requireSettable("peerNotifications");
    peerNotifications = on;
    return this;
  }

  /** Returns whether a connection's beginning and end are each received as an empty message. */
  public boolean peerNotifications() {
    return peerNotifications;
  }
}
