package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import io.cero.testkit.ProcessPeer;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stream of numbered messages to a process that is killed with them under way. What was not
 * handed to the system goes to its successor, in order, without a gap and without a double, if we
 * connected; if we were bound, it is dropped, counted and announced.
 */
class RestartTest {
  private static final int SIZE = 1_000;
  private static final int BEFORE = 500;
  private static final int AFTER = 3_000;

  private final Context context = Context.create();
  private final AtomicBoolean enough = new AtomicBoolean();

  @AfterEach
  void closeContext() {
    enough.set(true);
    context.close();
  }

  private PushSocket push() {
    return context.push(options -> options.sendTimeout(Peers.DEADLINE).linger(Peers.DEADLINE));
  }

  /** Sends numbers until there are enough of them; returns how many. */
  private CompletableFuture<Long> stream(PushSocket push) {
    return CompletableFuture.supplyAsync(
        () -> {
          long number = 0;
          while (!enough.get()) {
            push.send(ByteBuffer.allocate(SIZE).putLong(0, number));
            number++;
          }
          push.send(ByteBuffer.allocate(SIZE).putLong(0, -1 - number));
          return number;
        });
  }

  private static long number(PeerSocket pull) {
    byte[] body = pull.receive().get(0);
    assertEquals(SIZE, body.length);
    return ByteBuffer.wrap(body).getLong();
  }

  /** Receives numbers from this one on, without a gap, to the last; returns how many there are. */
  private long receiveFrom(PeerSocket pull, long first) {
    long expected = first;
    while (true) {
      long number = number(pull);
      if (number < 0) {
        assertEquals(expected, -1 - number, "the end");
        return expected;
      }
      assertEquals(expected, number);
      expected++;
      if (expected == first + AFTER) {
        enough.set(true);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PYTHON, tcp", "PYTHON, ipc", "NODE, tcp"})
  void shouldResendWhatWasQueuedWhenItConnectedToWhoWasKilled(PeerKind kind, String scheme)
      throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        ProcessPeer first = Peers.requireProcess(kind);
        ProcessPeer second = Peers.requireProcess(kind);
        PushSocket push = push();
        SocketMonitor monitor = push.monitor()) {
      PeerSocket pull = first.open("PULL");
      String endpoint =
          pull.bind(scheme.equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*");
      push.connect(endpoint);
      CompletableFuture<Long> sent = stream(push);
      for (long i = 0; i < BEFORE; i++) {
        assertEquals(i, number(pull));
      }
      first.kill();
      SocketEvent.Disconnected lost = Monitored.await(monitor, SocketEvent.Disconnected.class);
      assertTrue(lost.written() >= BEFORE, lost.toString());
      assertEquals(0, lost.dropped());

      PeerSocket successor = second.open("PULL");
      assertEquals(endpoint, successor.bind(endpoint));
      long last = receiveFrom(successor, lost.written());
      assertEquals(last, sent.get(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({"PYTHON, tcp", "PYTHON, ipc", "NODE, tcp"})
  void shouldCountWhatIsDroppedWhenTheOneThatConnectedWasKilled(PeerKind kind, String scheme)
      throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        ProcessPeer first = Peers.requireProcess(kind);
        ProcessPeer second = Peers.requireProcess(kind);
        PushSocket push = push();
        SocketMonitor monitor = push.monitor()) {
      String endpoint =
          push.bind(scheme.equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*");
      PeerSocket pull = first.open("PULL");
      pull.connect(endpoint);
      CompletableFuture<Long> sent = stream(push);
      for (long i = 0; i < BEFORE; i++) {
        assertEquals(i, number(pull));
      }
      first.kill();
      SocketEvent.Disconnected lost = Monitored.await(monitor, SocketEvent.Disconnected.class);
      assertTrue(lost.written() >= BEFORE, lost.toString());

      PeerSocket successor = second.open("PULL");
      successor.connect(endpoint);
      long last = receiveFrom(successor, lost.written() + lost.dropped());
      assertEquals(last, sent.get(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }
  }
}
