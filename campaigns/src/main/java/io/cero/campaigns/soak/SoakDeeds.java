package io.cero.campaigns.soak;

import io.cero.campaigns.endings.RawEnd;
import io.cero.campaigns.endings.SocketKind;
import io.cero.campaigns.frame.Course;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What is done to a link of a soak, fault by fault. Any thread. */
final class SoakDeeds {
  private static final Set<String> SHARING = Set.of("PUSH", "DEALER", "REQ", "PAIR");

  private final boolean isStrict;
  private final SoakProcesses processes;

  SoakDeeds(Course course, SoakProcesses processes) {
    this.isStrict = course.isStrict();
    this.processes = processes;
  }

  /** True if a link is one to which this can be done. */
  static boolean isPossible(SoakFault fault, SoakLink link) {
    return switch (fault) {
      case RESET, CUT, STALL -> link.relay != null;
      case GARBAGE -> link.bound().party.isOurs();
      case REMAKE -> link.concernsOurs();
      // The others' REQ may send nothing any more once its peer was lost so, whoever that was.
      case REBIND -> link.bound().party.isOurs() || !link.bound().type.equals("REQ");
      default -> true;
    };
  }

  /** Does it; returns once it is over. */
  void play(SoakFault fault, SoakLink link, SplittableRandom random) throws Exception {
    SoakRelay relay = link.relay;
    switch (fault) {
      case RESET -> {
        if (relay != null) {
          relay.reset();
        }
      }
      case CUT -> {
        if (relay != null) {
          relay.cutAfter(1 + random.nextInt(5_000));
          for (int i = 0; i < 100 && relay.isToCut(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
          }
          relay.reset();
        }
      }
      case STALL -> {
        long nanos = random.nextLong(100, isStrict ? 2_000 : 300) * 1_000_000;
        if (relay != null) {
          relay.stall(nanos);
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
      }
      case GARBAGE -> garbage(link.bound(), random);
      case REMAKE -> {
        List<SoakLink.End> ours = link.ends().stream().filter(end -> end.party.isOurs()).toList();
        remake(ours.get(random.nextInt(ours.size())));
      }
      case REBIND -> processes.tell(link.bound(), "rebind");
      case RECONNECT -> processes.tell(link.connecting(), "reconnect");
      case STOP, KILL -> throw new IllegalArgumentException("not a link's");
    }
  }

  private void remake(SoakLink.End end) throws Exception {
    processes.tell(end, "remake", processes.newIncarnation());
  }

  /** Has both ends say what they know, and makes them anew. */
  void mend(SoakLink link) throws Exception {
    for (SoakLink.End end : link.ends()) {
      processes.tell(end, "dump");
      if (end.party.isOurs()) {
        processes.process(end.party).say("threads");
      }
    }
    for (SoakLink.End end : link.ends()) {
      remake(end);
    }
  }

  /**
   * Somebody who breaks off in a greeting, who has none, whom nobody wants, or who promises much.
   */
  private static void garbage(SoakLink.End bound, SplittableRandom random) throws Exception {
    try (RawEnd visitor = RawEnd.connect(bound.endpoint)) {
      String welcome = SocketKind.valueOf(bound.type).peerName();
      byte[] handshake = RawEnd.handshake(welcome);
      byte[] noise = new byte[random.nextInt(1, 4_096)];
      random.nextBytes(noise);
      switch (random.nextInt(4)) {
        case 0 -> { // ZMTP 3 of a mechanism that there is not
          visitor.write(ByteBuffer.wrap(handshake, 0, 12));
          visitor.write(ByteBuffer.wrap(noise));
        }
        case 1 -> visitor.write(ByteBuffer.wrap(handshake, 0, random.nextInt(handshake.length)));
        case 2 -> visitor.shakeHands(welcome.equals("PULL") ? "SUB" : "PULL");
        default -> {
          // One that was welcome to a socket that shares out its messages would get some.
          visitor.shakeHands(SHARING.contains(bound.type) ? "REQ" : welcome);
          visitor.write(ByteBuffer.allocate(9).put((byte) 2).putLong(1L << 30).flip());
          visitor.write(ByteBuffer.wrap(noise));
        }
      }
      if (random.nextBoolean()) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
      }
    } catch (IOException hungUp) {
      // As it should: it talked rubbish.
    }
  }
}
