package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import io.cero.Context;
import io.cero.Message;
import io.cero.ReqSocket;
import io.cero.RouterSocket;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The plain blocking style, on as many threads as there are conversations, and on two carriers: the
 * build gives this module's tests no third one, so who pins one stops the others.
 */
class VirtualThreadsTest {

  private static ExecutorService virtualThreads() throws Throwable {
    try {
      return (ExecutorService)
          MethodHandles.publicLookup()
              .findStatic(
                  Executors.class,
                  "newVirtualThreadPerTaskExecutor",
                  MethodType.methodType(ExecutorService.class))
              .invokeExact();
    } catch (NoSuchMethodException olderJdk) {
      return abort("this JDK has no virtual threads");
    }
  }

  @ParameterizedTest
  @CsvSource({"inproc://crowd, 10000", "tcp://127.0.0.1:*, 1000"})
  void shouldAnswerEveryThreadWhenAllWaitAtOnce(String endpoint, int threads) throws Throwable {
    ExecutorService executor = virtualThreads();
    assertEquals("2", System.getProperty("jdk.virtualThreadScheduler.maxPoolSize"));
    try (Context context = Context.create()) {
      RouterSocket router = context.router(o -> o.tcp(tcp -> tcp.withBacklog(threads)));
      String bound = router.bind(endpoint);
      List<Future<String>> replies = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String question = Integer.toString(i);
        replies.add(
            executor.submit(
                () -> {
                  try (ReqSocket req = context.req()) {
                    req.connect(bound);
                    req.send(question);
                    return req.receiveText();
                  }
                }));
      }
      List<Message> requests = new ArrayList<>();
      while (requests.size() < threads) {
        requests.add(router.receive());
      }
      // By now every one of them waits for its reply.
      for (Message request : requests) {
        router.send(request.withLast(request.last().text() + "!"));
      }
      for (int i = 0; i < threads; i++) {
        assertEquals(i + "!", replies.get(i).get());
      }
      executor.shutdown();
    }
  }
}
