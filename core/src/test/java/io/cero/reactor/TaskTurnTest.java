package io.cero.reactor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaskTurnTest {
  @Test
  void shouldServeAChannelWhenATaskPostsItselfAgainAndAgain() throws Exception {
    Reactor reactor = new Reactor("turns");
    reactor.start();
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    CountDownLatch served = new CountDownLatch(1);
    ChannelHandler handler =
        new ChannelHandler() {
          @Override
          public void onReady(int operations) {
            served.countDown();
          }

          @Override
          public void onFault(Throwable fault) {}
        };
    Runnable endless =
        new Runnable() {
          @Override
          public void run() {
            if (served.getCount() > 0) {
              reactor.execute(this);
            }
          }
        };
    reactor.execute(
        () -> {
          try {
            reactor.register(pipe.source(), SelectionKey.OP_READ, handler);
          } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
          }
        });
    reactor.execute(endless);
    pipe.sink().write(ByteBuffer.wrap(new byte[1]));
    try {
      assertTrue(served.await(30, TimeUnit.SECONDS), "the task has kept the channel waiting");
    } finally {
      served.countDown(); // ends the task
      reactor.close();
      pipe.sink().close();
    }
  }
}
