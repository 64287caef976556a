package io.cero.pattern;

import io.cero.DropReason;
import io.cero.pattern.SubscriptionTrie.Audience;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import java.util.Arrays;

/**
 * Sends one message to many peers: to those chosen for it that have room (RFC 29).
 *
 * <pre>
 *   begin      nobody is chosen
 *   choose     ... the peers that the message is for
 *   dropWithoutRoom, or allHaveRoom
 *   append     every frame, to every chosen peer
 * </pre>
 *
 * <p>The choice is made before the first frame and stays until the last. A chosen peer without room
 * loses the whole message, which is counted; it is not looked at again until it is {@link
 * #activated}, so one that never reads costs the others a comparison. Peers that are not chosen
 * cost nothing. Nothing is allocated once the tables have grown.
 *
 * <p>A row of messages for the same audience goes through a {@link Stage}: {@link #stages} takes
 * the place of choosing then, and the rest stays the same.
 *
 * <p>Owned by the thread inside the socket.
 */
final class Distributor {
  private final Host host;

  // Every peer, at peer.place.
  private Peer[] peers = new Peer[4];
  private int count;

  // The peers that get the message under way.
  private Peer[] chosen = new Peer[4];
  private int chosenCount;

  /** Whether places behind the chosen may still refer to peers. */
  private boolean stale;

  /** The number of the message; a peer with this stamp was chosen for it. */
  private long round;

  private boolean within;

  private final Pace pace;
  private final Stage stage = new Stage();

  /** True if the message under way goes to the stage. */
  private boolean staging;

  Distributor(Host host) {
    this(host, new Pace());
  }

  Distributor(Host host, Pace pace) {
    this.host = host;
    this.pace = pace;
  }

  /** Adds a peer; it takes part from the next message on. */
  void attach(Peer peer) {
    if (count == peers.length) {
      peers = Arrays.copyOf(peers, count * 2);
    }
    peer.place = count;
    peer.writable = true;
    peers[count++] = peer;
  }

  /** A peer that had no room has some. */
  void activated(Peer peer) {
    peer.writable = true;
    stage.activated();
  }

  /** Takes a peer out; what it got of a message under way is dropped. */
  @SuppressWarnings("NullAway") // nobody looks behind the counts
  void remove(Peer peer) {
    if (peer.place >= count || peers[peer.place] != peer) {
      return;
    }
    if (stage.isOpen()) {
      int lost = stage.forget(peer);
      leaveStage();
      if (lost > 0) {
        host.droppedFor(peer, DropReason.PEER_GONE, lost);
      }
    }
    stage.clear();
    Peer last = peers[--count];
    peers[count] = null;
    if (last != peer) {
      peers[peer.place] = last;
      last.place = peer.place;
    }
    if (within) {
      unchoose(peer);
    } else if (stale) {
      Arrays.fill(chosen, null);
      stale = false;
    }
  }

  @SuppressWarnings("NullAway") // nobody looks behind the counts
  private void unchoose(Peer peer) {
    for (int i = 0; i < chosenCount; i++) {
      if (chosen[i] == peer) {
        chosen[i] = chosen[--chosenCount];
        chosen[chosenCount] = null;
        peer.out.rollback();
        host.droppedFor(peer, DropReason.PEER_GONE, 1);
        return;
      }
    }
  }

  /** Returns how many peers there are. */
  int size() {
    return count;
  }

  /** Returns a peer by its place. */
  Peer peer(int place) {
    return peers[place];
  }

  // ---- choosing, before the first frame

  /**
   * Begins a message for an audience on the stage, if it follows a row of messages for the same.
   *
   * @param length bytes of the first frame: a long one goes to each peer by itself
   * @return false if that is not so: then {@link #begin} and {@link #choose} begin it
   */
  boolean stages(Audience<Peer> audience, int length) {
    staging = false;
    if (audience.size() == 0) {
      return false;
    }
    if (length > Log.CONTIGUOUS) {
      leaveStage();
      return false;
    }
    if (!stage.isFor(audience)) {
      leaveStage();
      if (!pace.isRow(audience) || !stage.begin(audience)) {
        return false;
      }
      stage.lookForRoom();
    }
    staging = true;
    return true;
  }

  /** Begins a message; nobody is chosen for it yet. */
  void begin() {
    round++;
    staging = false;
    chosenCount = 0;
    stale = true;
  }

  /** Chooses a peer, once however often it is called. */
  void choose(Peer peer) {
    if (peer.stamp != round) {
      peer.stamp = round;
      add(peer);
    }
  }

  private void add(Peer peer) {
    if (chosenCount == chosen.length) {
      chosen = Arrays.copyOf(chosen, chosenCount * 2);
    }
    chosen[chosenCount++] = peer;
  }

  /** Chooses every peer. */
  void chooseAll() {
    for (int i = 0; i < count; i++) {
      choose(peers[i]);
    }
  }

  /** Chooses exactly those that were not chosen. */
  void invert() {
    chosenCount = 0;
    for (int i = 0; i < count; i++) {
      Peer peer = peers[i];
      if (peer.stamp != round) {
        add(peer);
      }
    }
  }

  /** Leaves one peer chosen, if it was, and nobody else. */
  void chooseOnlyOf(Peer only) {
    boolean was = false;
    for (int i = 0; i < chosenCount; i++) {
      was |= chosen[i] == only;
    }
    chosenCount = 0;
    if (was) {
      add(only);
    }
  }

  /** Returns how many peers are chosen. */
  int chosen() {
    return chosenCount;
  }

  /** Returns whether every chosen peer has room; those without report when they have. */
  boolean allHaveRoom() {
    if (staging) {
      if (!stage.hasRoom() || stage.without() > 0) {
        stage.lookForRoom();
      }
      staging = stage.without() == 0;
      return staging;
    }
    if (chosenCount == 0) {
      host.forNobody(1);
    }
    boolean all = true;
    for (int i = 0; i < chosenCount; i++) {
      all &= hasRoom(chosen[i]);
    }
    return all;
  }

  /** Takes those without room from the choice and counts the message as dropped for each. */
  void dropWithoutRoom() {
    if (staging) {
      if (!stage.hasRoom()) {
        stage.lookForRoom();
      }
      stage.dropForThoseWithout(host);
      return;
    }
    if (chosenCount == 0) {
      host.forNobody(1);
      return;
    }
    int kept = 0;
    for (int i = 0; i < chosenCount; i++) {
      Peer peer = chosen[i];
      if (hasRoom(peer)) {
        chosen[kept++] = peer;
      } else {
        peer.account.droppedBefore(DropReason.HIGH_WATER_MARK, 1);
      }
    }
    int dropped = chosenCount - kept;
    chosenCount = kept;
    if (dropped > 0) {
      host.dropped(DropReason.HIGH_WATER_MARK, dropped);
    }
  }

  static boolean hasRoom(Peer peer) {
    if (!peer.writable) {
      return false;
    }
    if (peer.hasRoom() || !peer.awaitRoom()) {
      return true;
    }
    peer.writable = false;
    return false;
  }

  // ---- sending

  /** Appends a frame to every chosen peer's pipe; the last one sends the message off. */
  void append(Outgoing frame, boolean more) {
    if (staging) {
      within = more;
      if (stage.append(frame, more)) {
        staging = more;
        frame.releaseNow(); // last: a hook may throw
        return;
      }
      leaveStage();
    }
    if (chosenCount > 1) {
      frame.shareAmongMany();
    }
    pace.begin();
    for (int i = 0; i < chosenCount; i++) {
      Peer peer = chosen[i];
      peer.out.append(frame, more);
      if (!more) {
        peer.link().published(pace);
      }
    }
    pace.end();
    within = more;
    if (!more) {
      chosenCount = 0;
    }
    frame.releaseNow(); // last: a hook may throw
  }

  /** Closes the stage; a message under way goes on to each peer by itself. */
  private void leaveStage() {
    if (!stage.isOpen()) {
      return;
    }
    stage.leave();
    if (staging) {
      staging = false;
      chosenCount = 0;
      stale = true;
      for (int i = 0; i < stage.members(); i++) {
        add(stage.member(i));
      }
    }
  }

  /** Sees that nothing that was sent lies here any more. */
  void settle() {
    leaveStage();
  }

  /** True between the frames of a message. */
  boolean isWithin() {
    return within;
  }

  /** Drops the frames of a message that will not be completed. */
  void abandon() {
    if (staging) {
      stage.rollback();
      staging = false;
    } else if (within) {
      for (int i = 0; i < chosenCount; i++) {
        chosen[i].out.rollback();
      }
    }
    chosenCount = 0;
    within = false;
  }
}
