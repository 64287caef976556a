package io.cero.campaigns.soak;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets in two processes of a soak that talk to each other, and what is known of their
 * traffic. Guarded by the {@link SoakLinks}.
 */
final class SoakLink {
  /** One of the two, with the counters of its process's present life and the sums before. */
  static final class End {
    final String name;
    final String type;
    final SoakParty party;
    final boolean binds;
    final String endpoint;
    long sent;
    long received;
    long timeouts;
    long lost;
    long refused;
    long newest;
    private final long[] last = new long[5];

    End(String name, String type, SoakParty party, boolean binds, String endpoint) {
      this.name = name;
      this.type = type;
      this.party = party;
      this.binds = binds;
      this.endpoint = endpoint;
    }

    /** Takes {@code NAME:sent:received:newest:timeouts:lost:refused}. */
    void report(String[] fields) {
      sent += step(0, fields[1]);
      received += step(1, fields[2]);
      newest = Math.max(newest, Long.parseLong(fields[3]));
      timeouts += step(2, fields[4]);
      lost += step(3, fields[5]);
      refused += step(4, fields[6]);
    }

    private long step(int which, String field) {
      long now = Long.parseLong(field);
      long step = now - last[which];
      last[which] = now;
      return step;
    }

    /** Its process begins a new life. */
    void isNew() {
      java.util.Arrays.fill(last, 0);
    }
  }

  final int number;
  final SoakPattern pattern;
  final End first;
  final End second;
  final @Nullable SoakRelay relay;
  private final boolean relaxed;
  private final String identity;

  /** How many faults are under way here. */
  int underWay;

  /** How many of them explain a loss. */
  int lossyUnderWay;

  /** A command is under way at one of the ends; no other is given. */
  boolean isBusy;

  /** True from a fault until traffic flows again in each direction. */
  boolean isDisturbed;

  /** When the last fault ended, in milliseconds since 1970. */
  long calmSince = System.currentTimeMillis();

  /** Until when a loss may still be noticed that a fault explains, by {@link System#nanoTime}. */
  long mayLoseUntil = System.nanoTime();

  SoakFault last = SoakFault.KILL;

  SoakLink(
      int number,
      SoakPattern pattern,
      End first,
      End second,
      @Nullable SoakRelay relay,
      boolean relaxed,
      String identity) {
    this.number = number;
    this.pattern = pattern;
    this.first = first;
    this.second = second;
    this.relay = relay;
    this.relaxed = relaxed;
    this.identity = identity;
  }

  List<End> ends() {
    return List.of(first, second);
  }

  End bound() {
    return first.binds ? first : second;
  }

  End connecting() {
    return first.binds ? second : first;
  }

  boolean concernsOurs() {
    return first.party.isOurs() || second.party.isOurs();
  }

  /** The command to open an end. */
  String opening(End end, long incarnation) {
    return String.join(
        " ",
        "open",
        end.name,
        end.type,
        end.binds ? "bind" : "connect",
        end.endpoint,
        Integer.toString(number),
        Integer.toString(pattern.rate),
        relaxed ? "relaxed" : "strict",
        end.type.equals("DEALER") && !identity.isEmpty() ? identity : "-",
        Long.toString(incarnation));
  }

  /** True if messages that were sent after the last fault have come, in each direction. */
  boolean flows() {
    return second.newest >= calmSince && (!pattern.isTwoWay() || first.newest >= calmSince);
  }

  /** Which processes it joins. */
  String pair() {
    SoakParty one = first.party;
    SoakParty two = second.party;
    return one.compareTo(two) < 0 ? one + " and " + two : two + " and " + one;
  }

  @Override
  public String toString() {
    return String.format(
        "link %d, %s %s %s %s %s%s, %s",
        number,
        first.party,
        first.type,
        first.binds ? "<-" : "->",
        second.party,
        second.type,
        identity.isEmpty() ? "" : " (" + identity + ")",
        relay != null ? "tcp" : "ipc");
  }
}
