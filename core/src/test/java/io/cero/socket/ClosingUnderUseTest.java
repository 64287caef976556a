package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.CeroException;
import io.cero.ClosedException;
import io.cero.Context;
import io.cero.PushSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClosingUnderUseTest {
  private static final int ROUNDS = 200;

  @Test
  void shouldSayClosedAndNothingElseWhenAnotherThreadClosesASocketInUse() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Context context = Context.create();
      PushSocket socket = context.push();
      socket.bind("inproc://closing");
      CountDownLatch inUse = new CountDownLatch(1);
      AtomicReference<CeroException> end = new AtomicReference<>();
      Thread user =
          new Thread(
              () -> {
                try {
                  while (true) {
                    socket.trySend("nobody is there");
                    inUse.countDown();
                  }
                } catch (CeroException e) {
                  end.set(e);
                }
              });
      user.start();
      inUse.await();
      context.close();
      user.join();
      assertEquals(ClosedException.class, end.get().getClass(), "in round " + round);
    }
  }
}
