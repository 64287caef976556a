package io.cero.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.Reconnect;
import io.cero.SubSocket;
import io.cero.XPubSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a publisher hears while a subscriber goes on changing what it subscribes to. */
class SubscribingTest {
  private static final String END = "end";

  private final Context subscribers = Context.create(o -> o.linger(Duration.ZERO));
  private final Context publishers = Context.create(o -> o.linger(Duration.ZERO));

  @AfterEach
  void close() {
    subscribers.close();
    publishers.close();
  }

  private XPubSocket xpub() {
    return publishers.xpub(o -> o.verboser(true).receiveTimeout(Siege.DEADLINE));
  }

  /** The next of what a publisher hears: the operation and the prefix. */
  private static String hear(XPubSocket xpub) {
    byte[] heard = xpub.receive().frame(0).toByteArray();
    return (heard[0] == 1 ? "+" : "-") + new String(heard, 1, heard.length - 1, ISO_8859_1);
  }

  /** All that a publisher hears until as many have subscribed to the end. */
  private static Map<String, Integer> hearToEnd(XPubSocket xpub, int ends) {
    Map<String, Integer> heard = new HashMap<>();
    while (heard.getOrDefault("+" + END, 0) < ends) {
      heard.merge(hear(xpub), 1, Integer::sum);
    }
    heard.remove("+" + END);
    return heard;
  }

  private static Map<String, Integer> each(String operation, int prefixes, int times) {
    Map<String, Integer> expected = new HashMap<>();
    for (int i = 0; i < prefixes; i++) {
      expected.put(operation + i, times);
    }
    return expected;
  }

  @Test
  void shouldTellOfEachSubscriptionOnceWhenItConnectsMeanwhile() {
    int count = 10;
    int prefixes = 2_000;
    XPubSocket xpub = xpub();
    String endpoint = xpub.bind("tcp://127.0.0.1:*");
    List<SubSocket> subs = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      SubSocket sub = subscribers.sub();
      subs.add(sub);
      sub.connect(endpoint);
      for (int i = 0; i < prefixes; i++) {
        sub.subscribe(Zmtp.text("" + i));
      }
      sub.subscribe(Zmtp.text(END));
    }
    assertEquals(each("+", prefixes, count), hearToEnd(xpub, count));
    for (SubSocket sub : subs) {
      for (int i = 0; i < prefixes; i++) {
        sub.unsubscribe(Zmtp.text("" + i));
      }
      sub.subscribe(Zmtp.text(END));
    }
    assertEquals(each("-", prefixes, count), hearToEnd(xpub, count));
  }

  @Test
  void shouldTellOfEachSubscriptionOnceWhenThePublisherConnectsMeanwhile() {
    int prefixes = 2_000;
    for (int round = 0; round < 20; round++) {
      try (SubSocket sub = subscribers.sub(o -> o.receiveTimeout(Siege.DEADLINE));
          XPubSocket xpub = xpub()) {
        xpub.connect(sub.bind("tcp://127.0.0.1:*"));
        for (int i = 0; i < prefixes; i++) {
          sub.subscribe(Zmtp.text("" + i));
        }
        sub.subscribe(Zmtp.text(END)); // nobody calls the socket from here on
        assertEquals(each("+", prefixes, 1), hearToEnd(xpub, 1));
      }
    }
  }

  @Test
  void shouldBeHeardThoughNobodyCallsItWhenItSubscribesAsThePublisherConnects() {
    for (int round = 0; round < 500; round++) {
      try (SubSocket sub = subscribers.sub();
          XPubSocket xpub = xpub()) {
        String endpoint = sub.bind("tcp://127.0.0.1:*");
        xpub.connect(endpoint);
        // The connection is established while one of these is under way.
        for (int i = 0; i < round % 50; i++) {
          sub.subscribe(Zmtp.text("" + i));
          sub.unsubscribe(Zmtp.text("" + i));
        }
        sub.subscribe(Zmtp.text(END));
        assertTrue(xpub.awaitSubscribers(END, 1, Siege.DEADLINE), "in round " + round);
      }
    }
  }

  @Test
  void shouldBeHeardOnceThoughNobodyCallsItWhenItSubscribesAsThePublisherConnectsOverInproc()
      throws Exception {
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 1_000; round++) {
        try (SubSocket sub = publishers.sub();
            XPubSocket xpub = xpub()) {
          String endpoint = "inproc://subscriber-" + round;
          sub.bind(endpoint);
          Future<Map<String, Integer>> heard =
              elsewhere.submit(
                  () -> {
                    xpub.connect(endpoint);
                    return hearToEnd(xpub, 1);
                  });
          Map<String, Integer> expected = new HashMap<>();
          for (int i = 0; i < round % 50; i++) {
            sub.subscribe(Zmtp.text("" + i));
            expected.put("+" + i, 1);
          }
          sub.subscribe(Zmtp.text(END)); // nobody calls the socket from here on
          assertEquals(expected, heard.get(), "in round " + round);
        }
      }
    } finally {
      elsewhere.shutdownNow();
    }
  }

  @Test
  void shouldTellEveryNewConnectionWhatHappenedWhenSubscriptionsComeAndGo() throws Exception {
    SubSocket sub = subscribers.sub(o -> o.reconnect(Reconnect.every(Duration.ofMillis(1))));
    String endpoint;
    try (XPubSocket first = xpub()) {
      endpoint = first.bind("tcp://127.0.0.1:*");
      sub.connect(endpoint);
    }
    Set<String> subscribed = new TreeSet<>();
    AtomicBoolean enough = new AtomicBoolean();
    Thread changing =
        new Thread(
            () -> {
              Random random = new Random(1);
              while (!enough.get()) {
                String prefix = "" + random.nextInt(50);
                if (subscribed.add(prefix)) {
                  sub.subscribe(Zmtp.text(prefix));
                } else {
                  subscribed.remove(prefix);
                  sub.unsubscribe(Zmtp.text(prefix));
                }
              }
              sub.subscribe(Zmtp.text(END));
            });
    changing.start();
    try {
      for (int round = 0; round < 50; round++) {
        try (XPubSocket xpub = xpub()) {
          xpub.bind(endpoint);
          Set<String> told = new TreeSet<>();
          for (int i = 0; i < 200; i++) {
            apply(hear(xpub), told);
          }
        }
      }
      XPubSocket last = xpub();
      last.bind(endpoint);
      Set<String> told = new TreeSet<>();
      apply(hear(last), told);
      enough.set(true);
      while (!told.contains(END)) {
        apply(hear(last), told);
      }
      changing.join();
      subscribed.add(END);
      assertEquals(subscribed, told);
    } finally {
      enough.set(true);
      changing.join();
    }
  }

  private static void apply(String heard, Set<String> told) {
    String prefix = heard.substring(1);
    assertTrue(heard.startsWith("+") ? told.add(prefix) : told.remove(prefix), heard);
  }
}
