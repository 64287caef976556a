package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Idle memory is looked for after traffic, whoever waits meanwhile. */
@Timeout(20)
class SweepTest {
  private final CountDownLatch swept = new CountDownLatch(2);
  private final Pipe pipe = Pipe.open();
  private final Reactor reactor = new Reactor("sweep");

  SweepTest() throws IOException {
    pipe.source().configureBlocking(false);
    reactor.execute(this::register);
    reactor.start();
  }

  private void register() {
    ChannelHandler handler =
        new ChannelHandler() {
          @Override
          public void onReady(int readyOperations) {}

          @Override
          public void onFault(Throwable fault) {}

          @Override
          public boolean onSweep() {
            swept.countDown();
            return swept.getCount() == 0;
          }
        };
    try {
      reactor.register(pipe.source(), SelectionKey.OP_READ, handler);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldSweepUntilAllIsBackWhenNobodyWaits() throws Exception {
    reactor.stir();
    swept.await();
    end();
  }

  @Test
  void shouldSweepUntilAllIsBackWhenACallerWaitsWithoutEnd() throws Exception {
    Waiter waiter = new Waiter();
    Thread caller =
        new Thread(
            () -> {
              while (swept.getCount() > 0) {
                waiter.take();
                reactor.await(waiter, Long.MAX_VALUE, true, null, 0);
              }
            });
    caller.start();
    reactor.stir();
    swept.await();
    waiter.signal();
    caller.join();
    end();
  }

  private void end() throws Exception {
    reactor.close();
    reactor.join(Long.MAX_VALUE);
    pipe.sink().close();
    assertFalse(pipe.source().isOpen());
  }
}
