package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwaitPeersTest {
  private final Context context = Context.create();

  @AfterEach
  void close() {
    context.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:*", "inproc://ventilator"})
  void shouldReturnWhenSoManyCanBeSentTo(String endpoint) {
    PushSocket push = context.push();
    String bound = push.bind(endpoint);
    PullSocket[] pulls = {context.pull(), context.pull(), context.pull()};
    CompletableFuture<Boolean> there =
        CompletableFuture.supplyAsync(() -> push.awaitPeers(3, SocketOptions.FOREVER));
    for (PullSocket pull : pulls) {
      pull.connect(bound);
    }
    assertTrue(there.join());
    for (int i = 0; i < 3; i++) {
      push.send("one each");
    }
    for (PullSocket pull : pulls) {
      assertEquals("one each", pull.receiveText());
    }
  }

  @Test
  void shouldReturnFalseWhenTheTimeIsOver() {
    PushSocket push = context.push();
    push.bind("tcp://127.0.0.1:*");
    assertTrue(push.awaitPeers(0, Duration.ZERO));
    assertFalse(push.awaitPeers(1, Duration.ZERO));
    assertFalse(push.awaitPeers(1, Duration.ofMillis(1)));
  }

  @Test
  void shouldEndWhenTheSocketIsClosed() throws Exception {
    PushSocket push = context.push();
    push.bind("tcp://127.0.0.1:*");
    CountDownLatch began = new CountDownLatch(1);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              began.countDown();
              assertThrows(ClosedException.class, () -> push.awaitPeers(1, SocketOptions.FOREVER));
            });
    began.await();
    push.close();
    waiting.join();
  }
}
