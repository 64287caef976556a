package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResolverTest {
  @Test
  void shouldRunOnADaemonOfItsNameWhenAsked() throws Exception {
    Resolver resolver = new Resolver("test-resolver");
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    resolver.execute(() -> thread.complete(Thread.currentThread()));
    assertEquals("test-resolver-1", thread.get(30, TimeUnit.SECONDS).getName());
    assertTrue(thread.get().isDaemon());
    resolver.close();
  }

  @Test
  void shouldRefuseWhenClosedBeforeTheFirstName() {
    Resolver resolver = new Resolver("test-resolver");
    resolver.close();
    assertThrows(RejectedExecutionException.class, () -> resolver.execute(() -> {}));
  }

  @Test
  void shouldInterruptWhoIsLookingUpAndRefuseWhenClosed() throws Exception {
    Resolver resolver = new Resolver("test-resolver");
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    resolver.execute(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.complete(true);
          }
        });
    begun.await();
    resolver.close();
    assertTrue(interrupted.get(30, TimeUnit.SECONDS));
    assertThrows(RejectedExecutionException.class, () -> resolver.execute(() -> {}));
  }
}
