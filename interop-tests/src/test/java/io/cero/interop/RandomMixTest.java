package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.testkit.Bodies;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerException;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.Tally;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of messages of random frames, sent to every peer and sent back by it. The seed is in
 * the test's name; to run it again, give it as the system property {@code cero.interop.seed}.
 */
class RandomMixTest {
  private static final int WINDOW = 100;
  private static final byte[] STOCK = Bodies.generate(77, 400_000);

  static Stream<Arguments> ways() {
    long seed = Long.getLong("cero.interop.seed", System.nanoTime());
    List<Arguments> ways = new ArrayList<>();
    for (PeerKind kind : PeerKind.values()) {
      boolean process = kind == PeerKind.PYTHON || kind == PeerKind.NODE;
      for (String scheme : process ? List.of("tcp", "ipc") : List.of("tcp")) {
        for (boolean weBind : new boolean[] {true, false}) {
          ways.add(Arguments.of(kind, scheme, weBind, 3_000, seed++));
        }
      }
    }
    return ways.stream();
  }

  @ParameterizedTest(name = "{0} {1}, we bind: {2}, {3} messages, seed {4}")
  @MethodSource("ways")
  void shouldGetEveryFrameBackWhenAnyMixIsSent(
      PeerKind kind, String scheme, boolean weBind, int count, long seed) {
    Random random = new Random(seed);
    try (IpcDirectory directory = IpcDirectory.create();
        Peer peer = Peers.require(kind);
        Context context = Context.create();
        OurParty ours = OurParty.open(context, "DEALER", null);
        PeerSocket theirs = peer.open("DEALER")) {
      String place = scheme.equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*";
      if (weBind) {
        theirs.connect(ours.bind(place));
      } else {
        ours.connect(theirs.bind(place));
      }
      CompletableFuture<Tally> echoed = theirs.startEcho(count);
      Tally.Counter sent = new Tally.Counter();
      Queue<List<byte[]>> outstanding = new ArrayDeque<>();
      int received = 0;
      for (int i = 0; i < count || !outstanding.isEmpty(); ) {
        if (i < count && outstanding.size() < WINDOW) {
          List<byte[]> message = message(random);
          ours.send(message);
          sent.add(message);
          outstanding.add(message);
          i++;
          Optional<List<byte[]>> back = ours.receive(Duration.ZERO);
          if (back.isPresent()) {
            Samples.assertSame(outstanding.remove(), back.get());
            received++;
          }
        } else {
          Samples.assertSame(outstanding.remove(), ours.receive());
          received++;
        }
      }
      assertEquals(count, received);
      assertEquals(sent.tally(), PeerException.await(echoed));
    }
  }

  private static List<byte[]> message(Random random) {
    int frames = 1 + random.nextInt(random.nextInt(10) == 0 ? 20 : 4);
    List<byte[]> message = new ArrayList<>(frames);
    for (int i = 0; i < frames; i++) {
      int size =
          switch (random.nextInt(20)) {
            case 0, 1, 2 -> 0;
            case 3, 4, 5, 6, 7, 8 -> random.nextInt(20);
            case 9, 10, 11, 12, 13 -> 250 + random.nextInt(12);
            case 14, 15, 16 -> random.nextInt(5_000);
            case 17, 18 -> 8_180 + random.nextInt(24);
            default -> random.nextInt(random.nextInt(10) == 0 ? 300_000 : 30_000);
          };
      int from = random.nextInt(STOCK.length - size);
      message.add(Arrays.copyOfRange(STOCK, from, from + size));
    }
    return message;
  }
}
