package io.cero.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.InterruptedOperationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadBalancingBrokerTest {
  @Test
  void shouldServeEveryRequestOfEveryClient() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new LoadBalancingBroker().run(out);
    }
    assertEquals(
        Map.of("Worker: HELLO", 30L, "Client: OK", 30L),
        bytes
            .toString(StandardCharsets.UTF_8)
            .lines()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  @Test
  void shouldEndWhenItsThreadIsInterrupted() throws Exception {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    try (PrintStream out = new PrintStream(new ByteArrayOutputStream())) {
      Thread thread =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                try {
                  new LoadBalancingBroker().run(out);
                  outcome.complete(null);
                } catch (Throwable e) {
                  outcome.complete(e);
                }
              });
      thread.start();
      thread.join();
    }
    // It may also get through without having to wait once, and then nothing interrupts it.
    Throwable end = outcome.get();
    assertTrue(
        end == null
            || end instanceof InterruptedOperationException
            || end instanceof InterruptedException,
        String.valueOf(end));
  }
}
