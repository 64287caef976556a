package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The messages of a socket as a stream with demand. */
class MessageStreamTest {
  private final Context context = Context.create();
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  @AfterEach
  void closeAll() {
    context.close();
    executor.shutdownNow();
  }

  /** Writes down what it is told. */
  private static class Recorder implements Flow.Subscriber<Message> {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      events.add("subscribed");
    }

    @Override
    public void onNext(Message message) {
      events.add(message.text());
    }

    @Override
    public void onError(Throwable fault) {
      failure.complete(fault);
      events.add("failed");
    }

    @Override
    public void onComplete() {
      events.add("complete");
    }

    void expect(String... expected) throws InterruptedException {
      for (String each : expected) {
        assertEquals(each, events.take());
      }
    }
  }

  private final PullSocket pull = context.pull(o -> o.receiveHighWaterMark(10));
  private final PushSocket push = context.push(o -> o.sendHighWaterMark(10));
  private AsyncReceiver receiver;

  private Recorder subscribe() throws InterruptedException {
    Recorder recorder = new Recorder();
    receiver.messages().subscribe(recorder);
    recorder.expect("subscribed");
    return recorder;
  }

  private void open() {
    pull.bind("inproc://stream");
    push.connect("inproc://stream");
    receiver = AsyncReceiver.of(pull, executor);
  }

  @Test
  void shouldGiveWhatIsRequestedAndNoMore() throws Exception {
    open();
    Recorder recorder = subscribe();
    for (int i = 0; i < 5; i++) {
      push.send(Integer.toString(i));
    }
    recorder.subscription.request(2);
    recorder.expect("0", "1");
    // The rest is still to be had by others: it was not taken.
    assertEquals("2", receiver.receive().get().text());
    recorder.subscription.request(1);
    recorder.subscription.request(Long.MAX_VALUE);
    recorder.expect("3", "4");
    push.send("5");
    recorder.expect("5");
  }

  @Test
  void shouldBringThePeerToItsMarkWhenThereIsNoDemand() throws Exception {
    open();
    Recorder recorder = subscribe();
    int sent = 0;
    while (push.trySend(Integer.toString(sent))) {
      sent++;
    }
    assertEquals(20, sent); // both marks, and nothing in between
    assertFalse(push.isWritable());
    assertTrue(recorder.events.isEmpty());

    recorder.subscription.request(20);
    for (int i = 0; i < 20; i++) {
      recorder.expect(Integer.toString(i));
    }
    push.send("room"); // waits for none
  }

  @Test
  void shouldBringAPeerBehindAConnectionToItsMarkWhenThereIsNoDemand() throws Exception {
    int size = 100_000;
    int messages = 2_000; // a fifth of a gigabyte, which no buffer on the way holds
    String bound = pull.bind("tcp://127.0.0.1:*");
    receiver = AsyncReceiver.of(pull, executor);
    CountDownLatch all = new CountDownLatch(messages);
    Recorder recorder =
        new Recorder() {
          @Override
          public void onNext(Message message) {
            all.countDown();
          }
        };
    receiver.messages().subscribe(recorder);
    recorder.expect("subscribed");
    push.connect(bound);
    Message body = Message.of(new byte[size]);
    int sent = 0;
    while (sent < messages && push.send(body, Duration.ofMillis(500))) {
      sent++;
    }
    assertTrue(sent < messages / 2, () -> "the peer never came to its mark");
    recorder.subscription.request(Long.MAX_VALUE);
    while (sent < messages) {
      push.send(body);
      sent++;
    }
    all.await();
  }

  @Test
  void shouldServeFuturesBeforeTheSubscriber() throws Exception {
    open();
    Recorder recorder = subscribe();
    CompletableFuture<Message> future = receiver.receive();
    recorder.subscription.request(1);
    push.send("one");
    push.send("two");
    assertEquals("one", future.get().text());
    recorder.expect("two");
  }

  @Test
  void shouldTellASubscriberHowItStandsWhileAFutureWaits() throws Exception {
    open();
    CompletableFuture<Message> future = receiver.receive();
    Recorder cancelled = subscribe();
    cancelled.subscription.cancel();
    Recorder wrong = subscribe();
    wrong.subscription.request(0);
    wrong.expect("failed");
    Recorder recorder = subscribe();
    recorder.subscription.request(1);
    assertFalse(future.isDone());
    push.send("one");
    push.send("two");
    assertEquals("one", future.get().text());
    recorder.expect("two");
  }

  @Test
  void shouldLoseNoMessageWhenASubscriptionIsCancelledByAnotherThread() throws Exception {
    int messages = 5_000;
    open();
    Thread sending =
        new Thread(
            () -> {
              for (int i = 0; i < messages; i++) {
                push.send(Integer.toString(i));
              }
            });
    sending.start();
    List<String> all = Collections.synchronizedList(new ArrayList<>());
    for (int before = 0; before < messages; before = all.size()) {
      CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();
      receiver
          .messages()
          .subscribe(
              new Recorder() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                  given.request(Long.MAX_VALUE);
                  begun.complete(given);
                }

                @Override
                public void onNext(Message message) {
                  all.add(message.text()); // also what was under way when it cancelled
                }
              });
      while (all.size() == before) {
        Thread.onSpinWait();
      }
      begun.get().cancel();
    }
    sending.join();
    for (int i = 0; i < messages; i++) {
      assertEquals(Integer.toString(i), all.get(i));
    }
  }

  @Test
  void shouldLoseNoMessageWhenOneSubscriberFollowsAnother() throws Exception {
    int messages = 5_000;
    open();
    Thread sending =
        new Thread(
            () -> {
              for (int i = 0; i < messages; i++) {
                push.send(Integer.toString(i));
              }
            });
    sending.start();
    BlockingQueue<String> all = new LinkedBlockingQueue<>();
    int subscribers = 0;
    while (all.size() < messages) {
      CompletableFuture<Void> over = new CompletableFuture<>();
      receiver
          .messages()
          .subscribe(
              new Recorder() {
                private int left = 10;

                @Override
                public void onSubscribe(Flow.Subscription given) {
                  super.onSubscribe(given);
                  given.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(Message message) {
                  all.add(message.text());
                  if (--left == 0) {
                    subscription.cancel();
                    over.complete(null);
                  }
                }
              });
      over.get();
      subscribers++;
    }
    sending.join();
    assertEquals(messages / 10, subscribers);
    for (int i = 0; i < messages; i++) {
      assertEquals(Integer.toString(i), all.remove());
    }
  }

  @Test
  void shouldRefuseASecondSubscriber() throws Exception {
    open();
    Recorder first = subscribe();
    Recorder second = subscribe();
    second.expect("failed");
    assertInstanceOf(IllegalStateException.class, second.failure.get());
    push.send("one");
    first.subscription.request(1);
    first.expect("one");
    assertThrows(NullPointerException.class, () -> receiver.messages().subscribe(null));
  }

  @Test
  void shouldFailASubscriberThatRequestsNothing() throws Exception {
    open();
    Recorder recorder = subscribe();
    recorder.subscription.request(0);
    recorder.expect("failed");
    assertInstanceOf(IllegalArgumentException.class, recorder.failure.get());
    subscribe();
  }

  @Test
  void shouldGoOnWithTheNextMessageWhenASubscriberHasThrown() throws Exception {
    open();
    push.send("one");
    push.send("two");
    CompletableFuture<Void> thrown = new CompletableFuture<>();
    receiver
        .messages()
        .subscribe(
            new Recorder() {
              @Override
              public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(1);
              }

              @Override
              public void onNext(Message message) {
                subscription.request(1);
                thrown.complete(null);
                throw new IllegalStateException("on purpose");
              }
            });
    thrown.get();
    assertEquals("two", receiver.receive().get().text());
    Recorder next = subscribe();
    next.subscription.request(1);
    push.send("three");
    next.expect("three");
  }

  @Test
  void shouldFailTheSubscriberWhenReceivingThrowsAnError() throws Exception {
    Error fault = new OutOfMemoryError("on purpose");
    Turn turn = new Turn(executor, () -> false);
    MessageStream stream =
        new MessageStream(
            () -> {
              throw fault;
            },
            turn,
            () -> false);
    Recorder recorder = new Recorder();
    stream.subscribe(recorder);
    assertTrue(stream.serve());
    recorder.expect("subscribed");
    recorder.subscription.request(1);
    assertTrue(stream.serve());
    recorder.expect("failed");
    assertSame(fault, recorder.failure.get());
  }

  @Test
  void shouldForgetASubscriberThatHasCancelled() throws Exception {
    open();
    WeakReference<Recorder> forgotten = cancelled();
    while (forgotten.get() != null) {
      System.gc();
    }
    subscribe();
  }

  private WeakReference<Recorder> cancelled() throws InterruptedException {
    Recorder recorder = subscribe();
    recorder.subscription.request(1);
    recorder.subscription.cancel();
    return new WeakReference<>(recorder);
  }

  @Test
  void shouldCompleteWhenTheSocketIsClosed() throws Exception {
    open();
    Recorder recorder = subscribe();
    receiver.close();
    recorder.expect("complete");
    Recorder late = subscribe();
    late.expect("complete");
  }

  @Test
  void shouldFailWhenTheExecutorIsShutDown() throws Exception {
    open();
    Recorder recorder = subscribe();
    executor.shutdown();
    recorder.subscription.request(1);
    recorder.expect("failed");
  }
}
