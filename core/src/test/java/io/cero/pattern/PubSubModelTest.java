package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.connect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.PubSubOptions;
import io.cero.pattern.PubSubFixture.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/**
 * XPUBs and SUBs that do whatever comes to mind, against a model that keeps lists: who gets what,
 * what is dropped, and what the XPUBs report.
 */
class PubSubModelTest {
  private static final int STEPS = 400;

  private final long seed = Long.getLong("cero.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final boolean invert = random.nextInt(4) == 0;
  private final boolean verboser = random.nextInt(3) == 0;
  private final boolean verbose = verboser || random.nextInt(3) == 0;
  private final int mark = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(6);

  private final List<Publisher> publishers = new ArrayList<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private int messages;

  /** An XPUB, and what it is to report. */
  private final class Publisher {
    final Side<XPub> side =
        new Side<>(
            host ->
                new XPub(
                    host,
                    PubSubOptions.xpub()
                        .invertMatching(invert)
                        .verbose(verbose)
                        .verboser(verboser)));
    final Map<String, Set<Subscriber>> holders = new HashMap<>();
    final List<String> reports = new ArrayList<>();
    long drops;

    void subscribed(Subscriber subscriber, String prefix) {
      Set<Subscriber> holding = holders.computeIfAbsent(prefix, none -> new HashSet<>());
      if (holding.isEmpty() || verbose) {
        reports.add("\1" + prefix);
      }
      holding.add(subscriber);
    }

    void cancelled(Subscriber subscriber, String prefix) {
      Set<Subscriber> holding = holders.getOrDefault(prefix, new HashSet<>());
      boolean held = holding.remove(subscriber);
      if (verboser || (held && holding.isEmpty())) {
        reports.add("\0" + prefix);
      }
    }
  }

  /** A SUB with its subscriptions and connections, open or ended. */
  private final class Subscriber {
    final Side<Sub> side =
        new Side<>(host -> new Sub(host, PubSubOptions.sub().invertMatching(invert)));
    final Map<String, Integer> counts = new HashMap<>();
    final List<Connection> connections = new ArrayList<>();
    long filtered;

    boolean wants(String topic) {
      return counts.keySet().stream().anyMatch(topic::startsWith) != invert;
    }
  }

  /** A connection and what lies in its pipe. */
  private static final class Connection {
    final Publisher publisher;
    final PubSubFixture.Pair pair;
    final List<String> queued = new ArrayList<>();
    boolean ended;

    Connection(Publisher publisher, PubSubFixture.Pair pair) {
      this.publisher = publisher;
      this.pair = pair;
    }
  }

  @RepeatedTest(50)
  void shouldDoAsTheModelDoesWhateverHappens() {
    for (int i = 0; i < 2; i++) {
      publishers.add(new Publisher());
    }
    for (int i = 0; i < 4; i++) {
      subscribers.add(new Subscriber());
    }
    for (int step = 0; step < STEPS; step++) {
      Subscriber subscriber = subscribers.get(random.nextInt(subscribers.size()));
      Publisher publisher = publishers.get(random.nextInt(publishers.size()));
      switch (random.nextInt(12)) {
        case 0, 1 -> join(publisher, subscriber);
        case 2 -> leave(subscriber);
        case 3, 4 -> subscribe(subscriber);
        case 5 -> cancel(subscriber);
        case 6 -> drain(subscriber);
        default -> send(publisher);
      }
      settle();
    }
    subscribers.forEach(this::drain);
  }

  private String prefix() {
    StringBuilder prefix = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      prefix.append("\0a\377".charAt(random.nextInt(3)));
    }
    return prefix.toString();
  }

  private void join(Publisher publisher, Subscriber subscriber) {
    for (Connection connection : subscriber.connections) {
      if (connection.publisher == publisher && !connection.ended) {
        return;
      }
    }
    subscriber.connections.add(
        new Connection(publisher, connect(publisher.side, subscriber.side, mark)));
    subscriber.counts.keySet().forEach(prefix -> publisher.subscribed(subscriber, prefix));
  }

  private void leave(Subscriber subscriber) {
    for (Connection connection : subscriber.connections) {
      if (!connection.ended) {
        connection.ended = true;
        connection.pair.end();
        connection.publisher.holders.forEach(
            (prefix, holding) -> {
              if (holding.contains(subscriber)) {
                connection.publisher.cancelled(subscriber, prefix);
              }
            });
        return;
      }
    }
  }

  private void subscribe(Subscriber subscriber) {
    String prefix = prefix();
    subscriber.side.pattern.subscribe(bytes(prefix));
    subscriber.counts.merge(prefix, 1, Integer::sum);
    for (Connection connection : subscriber.connections) {
      if (!connection.ended) {
        connection.publisher.subscribed(subscriber, prefix);
      }
    }
  }

  private void cancel(Subscriber subscriber) {
    String prefix = prefix();
    if (!subscriber.counts.isEmpty() && random.nextInt(4) > 0) {
      List<String> prefixes = new ArrayList<>(subscriber.counts.keySet());
      prefix = prefixes.get(random.nextInt(prefixes.size()));
    }
    Integer count = subscriber.counts.get(prefix);
    assertEquals(count != null, subscriber.side.pattern.unsubscribe(bytes(prefix)), this::told);
    if (count == null) {
      return;
    }
    if (count > 1) {
      subscriber.counts.put(prefix, count - 1);
      return;
    }
    subscriber.counts.remove(prefix);
    for (Connection connection : subscriber.connections) {
      if (!connection.ended) {
        connection.publisher.cancelled(subscriber, prefix);
      }
    }
  }

  private void send(Publisher publisher) {
    String topic = prefix() + prefix();
    String[] frames = new String[1 + random.nextInt(3)];
    frames[0] = topic;
    for (int i = 1; i < frames.length; i++) {
      frames[i] = "b".repeat(random.nextInt(600));
    }
    frames[frames.length - 1] += "#" + messages++; // never part of a prefix
    String whole = String.join("|", frames);
    List<Connection> meant = new ArrayList<>();
    List<Long> before = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      for (Connection connection : subscriber.connections) {
        if (connection.publisher == publisher && !connection.ended) {
          before.add(connection.pair.left.out.published());
          meant.add(subscriber.wants(topic) ? connection : null);
        }
      }
    }
    assertEquals(
        meant.stream().filter(connection -> connection != null).count(),
        publisher.side.pattern.subscriberCount(bytes(topic)),
        this::told);
    publisher.side.send(frames);
    int index = 0;
    for (Subscriber subscriber : subscribers) {
      for (Connection connection : subscriber.connections) {
        if (connection.publisher == publisher && !connection.ended) {
          long sent = connection.pair.left.out.published() - before.get(index);
          if (meant.get(index) == null) {
            assertEquals(0, sent, this::told);
          } else {
            expectSent(connection, sent, whole);
          }
          index++;
        }
      }
    }
    assertEquals(publisher.drops, publisher.side.dropped(DropReason.HIGH_WATER_MARK), this::told);
  }

  private void expectSent(Connection connection, long sent, String whole) {
    int queued = connection.queued.size();
    boolean full = mark > 0 && queued >= mark;
    assertEquals(full ? 0 : 1, sent, this::told);
    if (full) {
      connection.publisher.drops++;
    } else {
      connection.queued.add(whole);
    }
  }

  private void drain(Subscriber subscriber) {
    List<String> received = subscriber.side.receiveAll();
    int expected = 0;
    for (Connection connection : subscriber.connections) {
      List<String> wanted = new ArrayList<>(connection.queued);
      wanted.removeIf(message -> !subscriber.wants(message.split("[|#]", 2)[0]));
      List<String> got = new ArrayList<>(received);
      got.retainAll(connection.queued);
      assertEquals(wanted, got, this::told);
      expected += wanted.size();
      subscriber.filtered += connection.queued.size() - wanted.size();
      connection.queued.clear();
      assertTrue(
          !connection.ended || subscriber.side.forgotten.contains(connection.pair.right),
          this::told);
    }
    assertEquals(expected, received.size(), this::told);
    assertEquals(subscriber.filtered, subscriber.side.dropped(DropReason.FILTERED), this::told);
    subscriber.connections.removeIf(connection -> connection.ended);
  }

  /**
   * Lets everything take effect, and compares the reports, whose order is open when a peer goes.
   */
  private void settle() {
    for (Subscriber subscriber : subscribers) {
      subscriber.side.pump();
    }
    for (Publisher publisher : publishers) {
      List<String> received = publisher.side.receiveAll();
      received.sort(null);
      publisher.reports.sort(null);
      assertEquals(publisher.reports, received, this::told);
      publisher.reports.clear();
      publisher.holders.values().removeIf(Set::isEmpty);
    }
  }

  private String told() {
    return "run again with -Dcero.seed=" + seed;
  }
}
