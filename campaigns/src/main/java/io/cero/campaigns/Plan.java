package io.cero.campaigns;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One schedule: which call, on which socket in which state, what happens to it, and when.
 *
 * @param connects true if the socket connects to its peer, and does not bind
 * @param ownContext true if the socket's context is made for it, and not shared with other rounds
 * @param onVirtualThread true if the call is made on a virtual thread, where there are any
 * @param delayMicros how far into the call the disturbance comes, for {@link Timing#SOON}
 */
record Plan(
    SocketKind kind,
    Situation situation,
    BlockingCall call,
    Disturbance disturbance,
    Timing timing,
    Carrier carrier,
    boolean connects,
    boolean ownContext,
    boolean onVirtualThread,
    Duration linger,
    int mark,
    int delayMicros) {

  /** What messages travel over. */
  enum Carrier {
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

  /** Chooses a schedule that is possible. */
  static Plan random(SplittableRandom random) {
    while (true) {
      Disturbance disturbance = any(random, Disturbance.values());
      BlockingCall call = any(random, BlockingCall.values());
      boolean closes =
          disturbance == Disturbance.CONTEXT_CLOSED || call == BlockingCall.CLOSE_CONTEXT;
      Plan plan =
          new Plan(
              any(random, SocketKind.values()),
              any(random, Situation.values()),
              call,
              disturbance,
              any(random, Timing.values()),
              any(random, Carrier.values()),
              random.nextBoolean(),
              closes || random.nextInt(8) == 0,
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
    if (disturbance == Disturbance.PEER_KILLED && !hasPeer()) {
      return false;
    }
    if (disturbance == Disturbance.TIME_OVER && call.isBrief()) {
      return false;
    }
    return isPossibleCall();
  }

  private boolean streamCan() {
    return carrier == Carrier.TCP
        && (call.receives() || call == BlockingCall.POLL_TO_READ || call.isBrief())
        && (situation == Situation.UNATTACHED
            || situation == Situation.BOUND
            || situation == Situation.NOBODY
            || situation == Situation.STUCK);
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
      case UNBIND -> situation == Situation.BOUND;
      case DISCONNECT -> attached() && connects;
      case NEXT_EVENT, BIND, CONNECT, CLOSE, CLOSE_CONTEXT -> true;
    };
  }

  private boolean attached() {
    return situation != Situation.UNATTACHED;
  }

  /** True if there is a peer, a silent one included. */
  boolean hasPeer() {
    return situation == Situation.IDLE_PEER
        || situation == Situation.PEER_AT_MARK
        || situation == Situation.FROZEN_PEER
        || situation == Situation.STUCK;
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
    if (kind == SocketKind.STREAM && visited) {
      return Completion.MAYBE; // it is told of the connection
    }
    return Completion.NEVER;
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
          case CONTEXT_CLOSED, SOCKET_CLOSED, PEER_KILLED, FAULT -> Outcome.CLOSED;
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
