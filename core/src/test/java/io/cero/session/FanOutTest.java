package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Message;
import io.cero.PubSocket;
import io.cero.SubSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream of messages to several subscribers over connections. */
class FanOutTest {
  private static final int COUNT = 5_000;

  private final Context subscribers = Context.create(o -> o.linger(Duration.ZERO));
  private final Context publishers = Context.create(o -> o.linger(Siege.DEADLINE).ioThreads(2));
  private final PubSocket pub = publishers.pub(o -> o.noDrop(true).sendHighWaterMark(0));

  @AfterEach
  void close() {
    subscribers.close();
    publishers.close();
  }

  private SubSocket sub() {
    return subscribers.sub(o -> o.receiveTimeout(Siege.DEADLINE));
  }

  private List<SubSocket> connected(int count) {
    String endpoint = pub.bind("tcp://127.0.0.1:*");
    List<SubSocket> subs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SubSocket sub = sub();
      sub.connect(endpoint);
      sub.subscribe("");
      subs.add(sub);
    }
    assertTrue(pub.awaitSubscribers("", count, Siege.DEADLINE));
    return subs;
  }

  private void stream() {
    for (int i = 0; i < COUNT; i++) {
      pub.send(ByteBuffer.allocate(4).putInt(0, i).array());
    }
  }

  private static void assertReceives(SubSocket sub) {
    ByteBuffer body = ByteBuffer.allocate(4);
    for (int i = 0; i < COUNT; i++) {
      sub.receive(body.clear());
      assertEquals(i, body.getInt(0));
    }
  }

  @Test
  void shouldDeliverAllWhenThePublisherNeverCallsAgain() {
    List<SubSocket> subs = connected(5);
    for (int i = 0; i < 3; i++) {
      stream();
      subs.forEach(FanOutTest::assertReceives);
    }
  }

  @Test
  void shouldDeliverAllWhenThePublisherCloses() {
    List<SubSocket> subs = connected(5);
    stream();
    pub.close();
    subs.forEach(FanOutTest::assertReceives);
  }

  @Test
  void shouldDeliverAllWhenThePublisherDisconnects() {
    List<SubSocket> subs = List.of(sub(), sub(), sub());
    List<String> endpoints = new ArrayList<>();
    for (SubSocket sub : subs) {
      endpoints.add(sub.bind("tcp://127.0.0.1:*"));
      sub.subscribe("");
      pub.connect(endpoints.get(endpoints.size() - 1));
    }
    while (!pub.awaitSubscribers("", 3, Duration.ofMillis(10))) {
      subs.forEach(sub -> sub.tryReceive()); // who binds has to call to tell what it subscribed to
    }
    stream();
    endpoints.forEach(pub::disconnect);
    subs.forEach(FanOutTest::assertReceives);
  }

  /** What one subscriber got: of its own topics everything, in order. */
  private static final class Reader extends FutureTask<Void> {
    Reader(SubSocket sub, int topics, int count) {
      super(
          () -> {
            int next = 0;
            for (int received = 0; received < count; received++) {
              Message message = sub.receive();
              int number = Integer.parseInt(message.frame(message.frameCount() - 1).text());
              assertTrue(number % topics != 0, "not subscribed to");
              next += next % topics == 0 ? 1 : 0;
              assertEquals(next, number);
              next++;
            }
            return null;
          });
    }
  }

  @Test
  void shouldDeliverEachMessageOnceAndInOrderWhateverItsSizeAndTopic() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String endpoint = pub.bind("tcp://127.0.0.1:*");
    int topics = 5;
    int count = 30_000;
    List<Reader> readers = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      SubSocket sub = sub();
      sub.connect(endpoint);
      for (int topic = 1; topic < topics; topic++) {
        sub.subscribe("t" + topic);
      }
      sub.subscribe("ready");
      Reader reader = new Reader(sub, topics, count - count / topics);
      readers.add(reader);
    }
    assertTrue(pub.awaitSubscribers("ready", 4, Siege.DEADLINE));
    readers.forEach(reader -> new Thread(reader, "reader").start());
    SubSocket passing = sub();
    passing.connect(endpoint);
    for (int number = 0; number < count; number++) {
      if (random.nextInt(2_000) == 0) {
        passing.subscribe("t" + random.nextInt(topics)); // it never reads: no mark holds it
      } else if (random.nextInt(2_000) == 0) {
        passing.unsubscribe("t" + random.nextInt(topics));
      }
      String topic = "t" + number % topics;
      int size = random.nextInt(50) == 0 ? random.nextInt(5_000) : random.nextInt(30);
      if (random.nextBoolean()) {
        pub.send(Message.of(topic, "x".repeat(size), String.valueOf(number)));
      } else {
        pub.send(Message.of(topic, String.valueOf(number)));
      }
    }
    for (Reader reader : readers) {
      reader.get();
    }
  }
}
