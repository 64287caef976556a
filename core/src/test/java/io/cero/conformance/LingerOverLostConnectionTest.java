package io.cero.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A closed socket that still has something to say, and whose connection is lost meanwhile. */
class LingerOverLostConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int MESSAGES = 60;

  private static Message numbered(int number) {
    return Message.of(new byte[] {(byte) number}, new byte[1 << 20]);
  }

  @Test
  void shouldSendTheRestOverTheNextConnectionWhenTheFirstIsLostWhileLingering() {
    try (Context there = Context.create();
        Context here = Context.create()) {
      PullSocket first = there.pull(o -> o.receiveHighWaterMark(1));
      String endpoint = first.bind("tcp://127.0.0.1:*");
      PushSocket push = here.push(o -> o.linger(LONG));
      SocketMonitor monitor = push.monitor();
      push.connect(endpoint);
      for (int i = 0; i < MESSAGES; i++) {
        push.send(numbered(i));
      }
      assertEquals(0, first.receive().first().at(0));
      push.close();
      first.close();
      PullSocket second = there.pull();
      second.bind(endpoint);

      int last = -1;
      while (last < MESSAGES - 1) {
        Optional<Message> message = second.receive(LONG);
        assertTrue(message.isPresent(), "nothing after message " + last);
        int number = message.get().first().at(0);
        assertTrue(last < 0 || number == last + 1, number + " after " + last);
        last = number;
      }
      awaitClosed(monitor);
    }
  }

  /** The dialer ends with what it had to say, and does not go on connecting for nobody. */
  private static void awaitClosed(SocketMonitor monitor) {
    while (true) {
      Optional<SocketEvent> event = monitor.next(LONG);
      assertTrue(event.isPresent(), "the endpoint was never closed");
      if (event.get() instanceof SocketEvent.Closed) {
        return;
      }
    }
  }
}
