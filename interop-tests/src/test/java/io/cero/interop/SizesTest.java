package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Frame;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.testkit.Bodies;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerException;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.Tally;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames around every boundary there is, from nothing to 64 MB, checked by their content. */
class SizesTest {
  private static final int[] SIZES = {
    0, 1, 254, 255, 256, 257, 2047, 2048, 2049, 4095, 4096, 4097, 8191, 8192, 8193, 65_535, 65_536,
    65_537, 131_071, 131_072, 131_073, 1 << 20, 3, 0
  };

  private static final int LARGE = 64 << 20;

  private static String place(IpcDirectory directory, String scheme) {
    return scheme.equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*";
  }

  @ParameterizedTest
  @CsvSource({"PYTHON, tcp", "PYTHON, ipc", "NODE, tcp", "JEROMQ, tcp"})
  void shouldSendEverySizeWhenGivenInEveryForm(PeerKind kind, String scheme) throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        Peer peer = Peers.require(kind);
        Context context = Context.create();
        PushSocket push = context.push(options -> options.sendTimeout(Peers.DEADLINE));
        PeerSocket pull = peer.open("PULL")) {
      pull.connect(push.bind(place(directory, scheme)));
      CompletableFuture<Tally> drained = pull.startDrain(4 * SIZES.length);
      Tally.Counter expected = new Tally.Counter();
      CountDownLatch released = new CountDownLatch(SIZES.length);
      for (int form = 0; form < 4; form++) {
        for (int size : SIZES) {
          byte[] body = Bodies.generate(size + form, size);
          expected.add(List.of(body));
          switch (form) {
            case 0 -> push.send(body);
            case 1 -> push.send(Message.of(body));
            case 2 -> push.send(ByteBuffer.wrap(body));
            default -> push.send(direct(body), released::countDown);
          }
        }
      }
      assertEquals(expected.tally(), PeerException.await(drained));
      assertEquals(true, released.await(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private static ByteBuffer direct(byte[] body) {
    return ByteBuffer.allocateDirect(body.length).put(body).flip();
  }

  @ParameterizedTest
  @CsvSource({"PYTHON, tcp", "PYTHON, ipc", "NODE, tcp", "JEROMQ, tcp"})
  void shouldReceiveEverySizeWhenTakenInEveryForm(PeerKind kind, String scheme) {
    try (IpcDirectory directory = IpcDirectory.create();
        Peer peer = Peers.require(kind);
        Context context = Context.create();
        PullSocket pull = context.pull(options -> options.receiveTimeout(Peers.DEADLINE));
        PeerSocket push = peer.open("PUSH")) {
      pull.connect(push.bind(place(directory, scheme)));
      ByteBuffer buffer = ByteBuffer.allocate(2 << 20);
      for (int form = 0; form < 3; form++) {
        for (int size : SIZES) {
          push.startFlood(2, size, size + form);
          for (int i = 0; i < 2; i++) {
            byte[] body;
            if (form == 0) {
              body = pull.receive().bytes();
            } else if (form == 1) {
              body = pull.receiveFrame();
            } else {
              int length = pull.receive(buffer.clear());
              body = new byte[length];
              buffer.flip().get(body);
            }
            Samples.assertSame(List.of(Bodies.generate(size + form + i, size)), List.of(body));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PYTHON, tcp", "PYTHON, ipc", "JEROMQ, tcp"})
  void shouldCarrySixtyFourMegabytesWhenSentBothWays(PeerKind kind, String scheme) {
    try (IpcDirectory directory = IpcDirectory.create();
        Peer peer = Peers.require(kind);
        Context context = Context.create();
        OurParty pair = OurParty.open(context, "PAIR", null);
        PeerSocket theirs = peer.open("PAIR")) {
      theirs.connect(pair.bind(place(directory, scheme)));
      byte[] body = Bodies.generate(64, LARGE);

      CompletableFuture<Tally> drained = theirs.startDrain(1);
      pair.send(Samples.BINARY, body, Samples.EMPTY);
      Tally.Counter expected = new Tally.Counter();
      expected.add(List.of(Samples.BINARY, body, Samples.EMPTY));
      assertEquals(expected.tally(), PeerException.await(drained));

      CompletableFuture<Tally> flooded = theirs.startFlood(1, LARGE, 65);
      Samples.assertSame(List.of(Bodies.generate(65, LARGE)), pair.receive());
      assertEquals(Tally.ofGenerated(1, LARGE, 65), PeerException.await(flooded));
    }
  }

  /** A long body in parts is the same body. */
  @ParameterizedTest
  @CsvSource({"PYTHON, tcp"})
  void shouldReadTheSameBytesWhenALongFrameIsInParts(PeerKind kind, String scheme) {
    int size = 3_000_001;
    try (Peer peer = Peers.require(kind);
        Context context = Context.create();
        PullSocket pull = context.pull(options -> options.receiveTimeout(Peers.DEADLINE));
        PeerSocket push = peer.open("PUSH")) {
      push.connect(pull.bind(scheme + "://127.0.0.1:*"));
      push.startFlood(1, size, 8);
      Frame frame = pull.receive().first();
      assertEquals(size, frame.size());
      Samples.assertSame(List.of(Bodies.generate(8, size)), List.of(frame.toByteArray()));
    }
  }
}
