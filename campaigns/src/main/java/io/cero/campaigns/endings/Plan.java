package io.cero.campaigns.endings;

import io.cero.Heartbeat;
import io.cero.campaigns.frame.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One schedule: which call, on which socket in which state, what happens to it, and when.
 *
 * @param connects true if the socket connects to its peer, and does not bind
 * @param ownContext true if the socket's context is made for it, and not shared with other rounds
 * @param shared true if the socket is one that threads share
 * @param onVirtualThread true if the call is made on a virtual thread, where there are any
 * @param delayMicros how far into the call the disturbance comes, for {@link Timing#SOON}
 */
public record Plan(
    SocketKind kind,
    Situation situation,
    BlockingCall call,
    Disturbance disturbance,
    Timing timing,
    Carrier carrier,
    boolean connects,
    boolean ownContext,
    boolean shared,
    boolean onVirtualThread,
    Duration linger,
    int mark,
    int delayMicros) {

  /** What messages travel over. */
  public enum Carrier {
    TCP,
    IPC,
    INPROC
  }

  /** Whether a call ends by itself where nothing happens to it. */
  enum Completion {
    NEVER,
    MAYBE,
    ALWAYS
  }

  /** What a schedule is about; the rest of it is how and when. */
  record Cell(SocketKind kind, Situation situation, BlockingCall call, Disturbance disturbance) {}

  /**
   * All that a schedule can be about: every call of every type in every state, with everything that
   * may happen to it.
   */
  static List<Cell> cells() {
    List<Cell> all = new ArrayList<>();
    for (SocketKind kind : SocketKind.values()) {
      for (Situation situation : Situation.values()) {
        for (BlockingCall call : BlockingCall.values()) {
          for (Disturbance disturbance : Disturbance.values()) {
            Cell cell = new Cell(kind, situation, call, disturbance);
            if (isPossible(cell)) {
              all.add(cell);
            }
          }
        }
      }
    }
    return all;
  }

  private static boolean isPossible(Cell cell) {
    for (Carrier carrier : Carrier.values()) {
      if (plain(cell, carrier, true).isPossible() || plain(cell, carrier, false).isPossible()) {
        return true;
      }
    }
    return false;
  }

  private static Plan plain(Cell cell, Carrier carrier, boolean connects) {
    return new Plan(
        cell.kind,
        cell.situation,
        cell.call,
        cell.disturbance,
        Timing.BEFORE,
        carrier,
        connects,
        true,
        false,
        false,
        Duration.ZERO,
        1,
        0);
  }

  /** Chooses how and when. */
  static Plan of(Cell cell, SplittableRandom random) {
    boolean closes =
        cell.disturbance == Disturbance.CONTEXT_CLOSED || cell.call == BlockingCall.CLOSE_CONTEXT;
    while (true) {
      Plan plan =
          new Plan(
              cell.kind,
              cell.situation,
              cell.call,
              cell.disturbance,
              any(random, Timing.values()),
              any(random, Carrier.values()),
              random.nextBoolean(),
              closes || random.nextInt(8) == 0,
              random.nextInt(4) == 0,
              random.nextInt(4) == 0,
              Duration.ofMillis(any(random, new Integer[] {0, 1, 20})),
              1 + random.nextInt(3),
              random.nextInt(300));
      if (plan.isPossible()) {
        return plan;
      }
    }
  }

  private static <T> T any(SplittableRandom random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private boolean isPossible() {
    boolean needsChannel = situation == Situation.STUCK || situation == Situation.FROZEN_PEER;
    if (needsChannel && carrier == Carrier.INPROC) {
      return false;
    }
    boolean attachedByConnecting = situation == Situation.NOBODY || situation == Situation.QUEUED;
    if (attachedByConnecting && !connects) {
      return false;
    }
    if (situation == Situation.BOUND && connects) {
      return false;
    }
    if (kind == SocketKind.STREAM && !streamCan()) {
      return false;
    }
    if (disturbance.isOfAPeer() && !situation.hasPeer()) {
      return false;
    }
    if (shared && !canBeShared()) {
      return false;
    }
    if (disturbance == Disturbance.TIME_OVER && call.isBrief()) {
      return false;
    }
    return isPossibleCall();
  }

  private boolean streamCan() {
    return carrier == Carrier.TCP
        && (call.receives()
            || call == BlockingCall.POLL_TO_READ
            || call == BlockingCall.AWAIT_PEERS
            || call == BlockingCall.NEXT_EVENT
            || call.isBrief())
        && (situation == Situation.UNATTACHED
            || situation == Situation.BOUND
            || situation == Situation.NOBODY
            || situation == Situation.STUCK);
  }

  /** What takes several calls is not for a socket that threads share. */
  private boolean canBeShared() {
    boolean inFrames =
        call == BlockingCall.RECEIVE_FRAME
            || (call == BlockingCall.SEND_BUFFER && kind == SocketKind.ROUTER)
            || (call == BlockingCall.RECEIVE_INTO && kind.receivesAddresses())
            || call == BlockingCall.PROXY;
    return kind != SocketKind.REQ && kind != SocketKind.REP && !inFrames;
  }

  private boolean isPossibleCall() {
    return switch (call) {
      case SEND, SEND_PARTS, SEND_FOR, SEND_BUFFER ->
          kind.neverWaits()
              || kind == SocketKind.ROUTER
              || (kind.waitsForRoom()
                  && !(kind == SocketKind.REQ && (situation == Situation.QUEUED || isFilled())));
      case RECEIVE, RECEIVE_FOR, RECEIVE_FRAME, RECEIVE_INTO ->
          kind.receives() && (kind != SocketKind.REQ || hasPipe());
      case POLL_TO_READ -> kind.receives();
      case POLL_TO_WRITE ->
          kind.waitsForRoom() && !(kind == SocketKind.REQ && situation != Situation.UNATTACHED);
      case AWAIT_SUBSCRIBERS -> kind.publishes();
      case PROXY -> kind == SocketKind.ROUTER || kind == SocketKind.XSUB || kind == SocketKind.PULL;
      case UNBIND -> situation.mayBeBound() && !connects;
      case DISCONNECT -> situation.mayBeConnected() && connects;
      case AWAIT_PEERS, NEXT_EVENT, BIND, CONNECT, CLOSE, CLOSE_CONTEXT -> true;
    };
  }

  /** The heartbeats that find out that a peer is frozen, in every second such schedule. */
  Optional<Heartbeat> heartbeat() {
    boolean heard =
        disturbance == Disturbance.PEER_FROZEN && kind != SocketKind.STREAM && delayMicros % 2 == 0;
    return heard ? Optional.of(Heartbeat.every(Duration.ofMillis(5))) : Optional.empty();
  }

  /** True if a send fills the outbound pipes before the call. */
  boolean isFilled() {
    return situation == Situation.QUEUED
        || situation == Situation.PEER_AT_MARK
        || situation == Situation.FROZEN_PEER;
  }

  /** True if something can be sent, or will be in a moment. */
  boolean hasPipe() {
    return switch (situation) {
      case UNATTACHED, BOUND -> false;
      case STUCK -> connects;
      case NOBODY, QUEUED, IDLE_PEER, PEER_AT_MARK, FROZEN_PEER -> true;
    };
  }

  /** Whether the call ends by itself. */
  Completion completion() {
    if (call.isBrief()) {
      return Completion.ALWAYS;
    }
    if (call.sends() || call == BlockingCall.POLL_TO_WRITE) {
      return sendCompletion();
    }
    boolean visited = situation == Situation.STUCK || disturbance == Disturbance.FAULT;
    if (kind == SocketKind.STREAM && visited && (call.receives() || isPoll())) {
      return Completion.MAYBE; // it is told of the connection
    }
    return Completion.NEVER;
  }

  private boolean isPoll() {
    return call == BlockingCall.POLL_TO_READ || call == BlockingCall.POLL_TO_WRITE;
  }

  private Completion sendCompletion() {
    if (kind.neverWaits()) {
      return Completion.ALWAYS;
    }
    if (kind == SocketKind.ROUTER) {
      return isFilled() ? Completion.MAYBE : Completion.ALWAYS; // sent, or unroutable
    }
    return switch (situation) {
      case UNATTACHED, BOUND, QUEUED -> Completion.NEVER;
      case NOBODY -> Completion.ALWAYS;
      case STUCK -> connects ? Completion.ALWAYS : Completion.NEVER;
      case IDLE_PEER, FROZEN_PEER -> Completion.MAYBE;
      case PEER_AT_MARK ->
          carrier == Carrier.INPROC && disturbance != Disturbance.PEER_KILLED
              ? Completion.NEVER
              : Completion.MAYBE;
    };
  }

  /** The outcomes that are documented for this schedule. */
  Set<Outcome> documented() {
    Outcome disturbed =
        switch (disturbance) {
          case CONTEXT_CLOSED, SOCKET_CLOSED, PEER_KILLED, PEER_FROZEN, FAULT -> Outcome.CLOSED;
          case INTERRUPTED -> Outcome.INTERRUPTED;
          case TIME_OVER -> call == BlockingCall.PROXY ? Outcome.DONE : Outcome.TIMED_OUT;
        };
    if (call == BlockingCall.CLOSE || call == BlockingCall.CLOSE_CONTEXT) {
      return EnumSet.of(Outcome.DONE);
    }
    return switch (completion()) {
      case NEVER -> EnumSet.of(disturbed);
      case MAYBE -> EnumSet.of(Outcome.DONE, disturbed);
      case ALWAYS ->
          disturbed == Outcome.CLOSED
              ? EnumSet.of(Outcome.DONE, Outcome.CLOSED)
              : EnumSet.of(Outcome.DONE);
    };
  }
}
