package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TailTest {
  @Test
  void shouldLookOnceAtATailWhenItWasEnteredTwice() throws Exception {
    Reactor reactor = new Reactor("tails");
    AtomicInteger looks = new AtomicInteger();
    Tail tail =
        new Tail() {
          @Override
          protected boolean onLook() {
            looks.incrementAndGet();
            return false;
          }
        };
    reactor.watch(tail);
    reactor.watch(tail);
    reactor.start();
    // The I/O thread serves tails before it runs tasks.
    CountDownLatch served = new CountDownLatch(1);
    reactor.execute(served::countDown);
    served.await();
    assertEquals(1, looks.get());
    reactor.close();
  }

  @Test
  void shouldLookAtATailAgainWhenItIsEnteredAfterItsLastLook() throws Exception {
    Reactor reactor = new Reactor("tails");
    reactor.start();
    for (int i = 0; i < 100; i++) {
      CountDownLatch looked = new CountDownLatch(2);
      Tail tail =
          new Tail() {
            private boolean first = true;

            @Override
            protected boolean onLook() {
              looked.countDown();
              if (first) {
                first = false;
                reactor.watch(this); // while it is watched: it is on the stack and in the list
              }
              return false;
            }
          };
      reactor.watch(tail);
      looked.await();
    }
    reactor.close();
  }
}
