package io.cero.toolkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cero.Context;
import io.cero.Message;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of Reactive Streams for a publisher, by their own verification. */
class PublisherVerificationTest {
  private static Context context;
  private static ExecutorService executor;

  @BeforeAll
  static void openAll() {
    context = Context.create();
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void closeAll() {
    context.close();
    executor.shutdownNow();
  }

  /** What the verification asks for. Its patience is long, its waits for nothing are short. */
  public static final class Verification extends FlowPublisherVerification<Message> {
    private static final long PATIENCE = 20_000;
    private static final long QUIET = 20;

    /** With these times. */
    public Verification() {
      super(new TestEnvironment(PATIENCE, QUIET, QUIET), PATIENCE);
    }

    @Override
    public Flow.Publisher<Message> createFlowPublisher(long elements) {
      return publisherOf(elements);
    }

    @Override
    public Flow.Publisher<Message> createFailedFlowPublisher() {
      ExecutorService ended = Executors.newSingleThreadExecutor();
      AsyncReceiver receiver = AsyncReceiver.of(context.pull(), ended);
      ended.shutdown();
      return receiver.messages();
    }

    @Override
    public long maxElementsFromPublisher() {
      return 10_000;
    }
  }

  /** A stream whose socket is closed when so many messages have come. */
  private static Flow.Publisher<Message> publisherOf(long elements) {
    PullSocket pull = context.pull();
    String name = "inproc://" + System.identityHashCode(pull);
    pull.bind(name);
    PushSocket push = context.push(o -> o.sendHighWaterMark(0));
    push.connect(name);
    for (long i = 0; i < elements; i++) {
      push.send(Long.toString(i));
    }
    AsyncReceiver receiver = AsyncReceiver.of(pull, executor);
    if (elements == 0) {
      receiver.close();
    }
    return subscriber ->
        receiver
            .messages()
            .subscribe(subscriber == null ? null : new Counting(subscriber, receiver, elements));
  }

  private static final class Counting implements Flow.Subscriber<Message> {
    private Flow.Subscriber<? super Message> behind;
    private final AsyncReceiver receiver;
    private long left;

    Counting(Flow.Subscriber<? super Message> behind, AsyncReceiver receiver, long left) {
      this.behind = behind;
      this.receiver = receiver;
      this.left = left;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      behind.onSubscribe(subscription);
    }

    @Override
    public void onNext(Message message) {
      behind.onNext(message);
      if (--left == 0) {
        receiver.close();
      }
    }

    @Override
    public void onError(Throwable fault) {
      behind.onError(fault);
    }

    @Override
    public void onComplete() {
      behind.onComplete();
    }
  }

  /** A rule that is tested in {@link MessageStreamTest}: here it would sleep and hope. */
  private static final String FORGETTING =
      "required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber";

  @TestFactory
  Stream<DynamicTest> rules() {
    return Arrays.stream(Verification.class.getMethods())
        .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
        .filter(method -> !method.getName().equals(FORGETTING))
        .sorted(Comparator.comparing(Method::getName))
        .map(rule -> dynamicTest(rule.getName(), () -> verify(rule)));
  }

  private static void verify(Method rule) throws Throwable {
    Verification verification = new Verification();
    verification.setUp();
    try {
      rule.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SkipException skipped) {
        throw new TestAbortedException(skipped.getMessage());
      }
      throw e.getCause();
    }
  }
}
