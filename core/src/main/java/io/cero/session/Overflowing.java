package io.cero.session;

import io.cero.DropReason;
import io.cero.PeerMetadata;
import io.cero.SocketEvent;
import io.cero.pipe.OverflowLog;

/**
 * What a session does about its peer's messages on disk: flushes what has come back, tells what
 * went wrong, and has the context's end wait until its files are gone.
 *
 * <p>Called on whichever thread it happens on.
 */
final class Overflowing implements OverflowLog.Observer {
  private final Session session;
  private final Profile profile;

  Overflowing(Session session) {
    this.session = session;
    this.profile = session.profile;
  }

  @Override
  public void overflowBegan() {
    profile.begins();
  }

  @Override
  public void moved() {
    session.flush();
  }

  @Override
  public void failed(String text) {
    profile.events.emit(
        n -> new SocketEvent.OverflowFailed(n, session.peer.endpoint, address(), text));
  }

  @Override
  public void lost(long messages, String text) {
    failed(text);
    if (messages > 0) {
      profile.events.emit(
          n ->
              new SocketEvent.Dropped(
                  n, session.peer.endpoint, address(), messages, DropReason.UNREADABLE));
    }
  }

  @Override
  public void overflowEnded() {
    session.flush(); // a session that closes may end now
    profile.ends();
  }

  private String address() {
    PeerMetadata metadata = session.peer.metadata();
    return metadata == null ? "" : metadata.address();
  }
}
