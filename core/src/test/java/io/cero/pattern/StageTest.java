package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.pair;
import static io.cero.pattern.PubSubFixture.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.pattern.PubSubFixture.Side;
import io.cero.pipe.Batch;
import io.cero.pipe.Incoming;
import io.cero.pipe.Log;
import io.cero.pipe.Outgoing;
import io.cero.reactor.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of messages for one audience, as a distributor stages them; no I/O thread takes part. */
class StageTest {
  /** More messages than make a row. */
  private static final int ROW = 20;

  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Side<Pair> near = new Side<>(Pair::new);
  private final SubscriptionTrie<Peer> trie = new SubscriptionTrie<>();
  private final Distributor distributor =
      new Distributor(
          new Host() {
            @Override
            public void dropped(DropReason reason, long messages) {
              dropped.merge(reason, messages, Long::sum);
            }

            @Override
            public void forgotten(Peer peer) {}
          },
          new Pace(() -> 0));
  private Reactor reactor;
  private int sent;

  @BeforeEach
  void open() throws IOException {
    reactor = new Reactor("never started");
  }

  @AfterEach
  void close() {
    reactor.discard();
  }

  private Peer peer(int mark, String... prefixes) {
    PubSubFixture.Pair pair = pair(near, new Side<>(Pair::new), mark);
    pair.leftLink.reactor = reactor;
    distributor.attach(pair.left);
    for (String prefix : prefixes) {
      trie.add(bytes(prefix), pair.left);
    }
    return pair.left;
  }

  private void begin(String topic) {
    SubscriptionTrie.Audience<Peer> audience = trie.match(bytes(topic), 0, topic.length());
    if (!distributor.stages(audience, topic.length())) {
      distributor.begin();
      for (int i = 0; i < audience.size(); i++) {
        distributor.choose(audience.peer(i));
      }
    }
  }

  private void append(String frame, boolean more) {
    distributor.append(new Outgoing().set(bytes(frame)), more);
  }

  /** Sends a message to all that have room. */
  private void send(String message) {
    begin(message);
    distributor.dropWithoutRoom();
    append(message, false);
  }

  /** Sends a message if all have room. */
  private boolean trySend(String message) {
    begin(message);
    if (!distributor.allHaveRoom()) {
      return false;
    }
    append(message, false);
    return true;
  }

  private void row() {
    for (int i = 0; i < ROW; i++) {
      send("a" + sent++);
    }
  }

  private List<String> expected(int count) {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add("a" + i);
    }
    return messages;
  }

  /** What has come into a peer's pipe, the frames of a message joined by a bar. */
  private static List<String> read(Peer peer) {
    List<String> messages = new ArrayList<>();
    Incoming frame = new Incoming();
    while (peer.out.hasMessage()) {
      StringBuilder message = new StringBuilder();
      do {
        peer.out.read(frame);
        message.append(text(frame.copy())).append(frame.more() ? "|" : "");
        frame.done();
      } while (frame.more());
      messages.add(message.toString());
    }
    return messages;
  }

  private long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  @Test
  void shouldHandARowOverTogether() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    row();
    assertTrue(one.out.published() < ROW, "nothing was staged");
    distributor.settle();

    assertEquals(expected(ROW), read(one));
    assertEquals(expected(ROW), read(two));
  }

  @Test
  void shouldKeepTheOrderWhenTheAudienceChanges() {
    Peer one = peer(1_000, "a", "b");
    Peer two = peer(1_000, "a");
    row();
    send("b");
    row();
    distributor.settle();

    List<String> both = expected(2 * ROW);
    assertEquals(both, read(two));
    both.add(ROW, "b");
    assertEquals(both, read(one));
  }

  @Test
  void shouldLeaveTheRowWhereItIsWhenAMessageIsForNobody() {
    Peer one = peer(1_000, "a");
    peer(1_000, "a");
    row();
    long before = one.out.published();
    send("nobody");
    row();

    assertEquals(before, one.out.published());
  }

  @Test
  void shouldHandOverWhatTheMemoryDoesNotHold() {
    Peer one = peer(0, "a");
    Peer two = peer(0, "a");
    String body = "a" + "x".repeat(1_000);
    int most = Batch.CAPACITY / 1_000;
    for (int i = 0; i < 10 * most; i++) {
      send(body);
    }
    assertTrue(one.out.published() >= 8L * most);
    distributor.settle();

    List<String> messages = read(one);
    assertEquals(10 * most, messages.size());
    assertEquals(List.of(body), messages.stream().distinct().toList());
    assertEquals(messages, read(two));
  }

  @Test
  void shouldRefuseExactlyAtTheMarkOfTheFullest() {
    Peer one = peer(100, "a");
    Peer two = peer(60, "a");
    for (int i = 0; i < 60; i++) {
      assertTrue(trySend("a" + i), "message " + i);
    }
    assertFalse(trySend("a"));
    assertFalse(two.writable);
    assertEquals(expected(60), read(two));
    distributor.activated(two);
    for (int i = 0; i < 40; i++) {
      assertTrue(trySend("b".replace('b', 'a')), "message " + i);
    }
    assertFalse(trySend("a"));
    assertFalse(one.writable);
    assertEquals(100, read(one).size());
    assertEquals(40, read(two).size());
  }

  @Test
  void shouldCountEachMessageDroppedWhenOneIsFull() {
    Peer full = peer(30, "a");
    Peer wide = peer(1_000, "a");
    for (int i = 0; i < 5; i++) {
      row();
    }
    assertEquals(5 * ROW - 30, dropped(DropReason.HIGH_WATER_MARK));
    assertEquals(expected(30), read(full));
    distributor.activated(full);
    row();
    distributor.settle();

    assertEquals(5 * ROW - 30, dropped(DropReason.HIGH_WATER_MARK));
    assertEquals(ROW, read(full).size());
    assertEquals(expected(6 * ROW), read(wide));
  }

  @Test
  void shouldStopAtTheByteBudget() {
    Peer one = new Peer(near.inbox, budgeted(2_000), budgeted(0), "fake://right", false);
    one.link(linkOf(one));
    distributor.attach(one);
    trie.add(bytes("a"), one);
    int count = 0;
    while (trySend("a23456789.")) {
      count++;
      assertTrue(count < 1_000);
    }
    assertEquals((2_000 + 11) / 12, count); // as long as less is used
    assertEquals(count, read(one).size());
  }

  private static Log budgeted(long bytes) {
    return new Log(new io.cero.pipe.ChunkPool(), 0, bytes);
  }

  private Link linkOf(Peer peer) {
    PubSubFixture.FakeLink link = new PubSubFixture.FakeLink(peer, peer);
    link.reactor = reactor;
    return link;
  }

  @Test
  void shouldCountWhatAGonePeerLoses() {
    Peer gone = peer(1_000, "a");
    Peer stays = peer(1_000, "a");
    row();
    long lost = ROW - gone.out.published();
    trie.removeAll(gone, prefix -> {});
    distributor.remove(gone);

    assertTrue(lost > 0, "nothing was staged");
    assertEquals(lost, dropped(DropReason.PEER_GONE));
    assertEquals(expected(ROW), read(stays));
    assertEquals(ROW - lost, read(gone).size());
  }

  @Test
  void shouldSendAMessageOfSeveralFramesWhole() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    row();
    begin("a");
    distributor.dropWithoutRoom();
    append("a", true);
    append("", true);
    append("end", false);
    distributor.settle();

    List<String> messages = expected(ROW);
    messages.add("a||end");
    assertEquals(messages, read(one));
    assertEquals(messages, read(two));
  }

  @Test
  void shouldGoOnWithEachPeerWhenAFrameIsLong() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    String frame = "x".repeat(Log.CONTIGUOUS + 1);
    row();
    begin("a");
    distributor.dropWithoutRoom();
    append("a", true);
    append(frame, true);
    append("end", false);
    row();
    distributor.settle();

    List<String> messages = expected(2 * ROW);
    messages.add(ROW, "a|" + frame + "|end");
    assertEquals(messages, read(one));
    assertEquals(messages, read(two));
  }

  @Test
  void shouldDropAMessageThatIsNotCompleted() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    row();
    begin("a");
    distributor.dropWithoutRoom();
    append("a", true);
    assertTrue(distributor.isWithin());
    distributor.abandon();
    assertFalse(distributor.isWithin());
    row();
    distributor.settle();

    assertEquals(expected(2 * ROW), read(one));
    assertEquals(expected(2 * ROW), read(two));
  }

  @Test
  void shouldGoOnWithTheOthersWhenAPeerGoesWithinAMessage() {
    Peer gone = peer(1_000, "a");
    Peer stays = peer(1_000, "a");
    Peer too = peer(1_000, "a");
    row();
    begin("a");
    distributor.dropWithoutRoom();
    append("a", true);
    final long lost = ROW - gone.out.published() + 1;
    trie.removeAll(gone, prefix -> {});
    distributor.remove(gone);
    append("end", false);

    assertEquals(lost, dropped(DropReason.PEER_GONE));
    List<String> messages = expected(ROW);
    messages.add("a|end");
    assertEquals(messages, read(stays));
    assertEquals(messages, read(too));
  }

  @Test
  void shouldStageNothingWhenNoReactorServesThePeers() {
    Peer one = peer(1_000, "a");
    ((PubSubFixture.FakeLink) one.link()).reactor = null;
    row();
    row();

    assertEquals(expected(2 * ROW), read(one));
  }

  @Test
  void shouldNotOpenWhenTheBodiesAreLong() {
    Peer one = peer(1_000, "a");
    peer(1_000, "a");
    String body = "a" + "x".repeat(Log.CONTIGUOUS);
    for (int i = 0; i < 3 * ROW; i++) {
      send(body);
    }

    assertEquals(0, link(one).flushes); // it flushes whom it opens for
    assertEquals(3 * ROW, read(one).size());
  }

  @Test
  void shouldKeepTheOrderWhenALongBodyFollowsARow() {
    Peer one = peer(1_000, "a");
    String body = "a" + "x".repeat(Log.CONTIGUOUS);
    row();
    send(body);
    distributor.settle();

    List<String> messages = expected(ROW);
    messages.add(body);
    assertEquals(messages, read(one));
  }

  private static PubSubFixture.FakeLink link(Peer peer) {
    return (PubSubFixture.FakeLink) peer.link();
  }

  /** A release hook that throws, once for each message. */
  private void sendWithThrowingHook(String message) {
    begin(message);
    distributor.dropWithoutRoom();
    Outgoing frame =
        new Outgoing()
            .set(
                ByteBuffer.wrap(bytes(message)),
                () -> {
                  throw new IllegalStateException(message);
                });
    assertThrows(IllegalStateException.class, () -> distributor.append(frame, false));
  }

  @Test
  void shouldSendTheNextMessageToItsOwnAudienceWhenAHookThrows() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "b");
    row();
    assertTrue(one.out.published() < ROW, "nothing was staged");
    sendWithThrowingHook("a!");
    assertFalse(distributor.isWithin());
    send("b");
    sendWithThrowingHook("b!");
    assertFalse(distributor.isWithin());
    send("a.");
    distributor.settle();

    List<String> messages = expected(ROW);
    messages.addAll(List.of("a!", "a."));
    assertEquals(messages, read(one));
    assertEquals(List.of("b", "b!"), read(two));
  }

  @Test
  void shouldEndTheMessageWhenTheHookOfItsLastFrameThrows() {
    Peer one = peer(1_000, "a");
    begin("a");
    distributor.dropWithoutRoom();
    append("a", true);
    Outgoing end =
        new Outgoing()
            .set(
                ByteBuffer.wrap(bytes("end")),
                () -> {
                  throw new IllegalStateException();
                });
    assertThrows(IllegalStateException.class, () -> distributor.append(end, false));

    assertFalse(distributor.isWithin());
    assertEquals(List.of("a|end"), read(one));
  }

  @Test
  void shouldNotWaitForTheUsersCodeThatAFlushRunsInTheIoThread() throws Exception {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    Stage stage = open("a");
    CountDownLatch flushing = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    link(one).onFlush =
        () -> {
          link(one).onFlush = () -> {}; // the sender's own flush waits for nothing
          flushing.countDown();
          await(left); // as a release hook does for a lock that the sender holds
        };
    FutureTask<Void> ioThread = new FutureTask<>(stage::flush, null);
    new Thread(ioThread, "I/O thread").start();
    await(flushing);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertTrue(stage.append(new Outgoing().set(bytes("a1")), false));
          stage.leave();
        });
    left.countDown();
    ioThread.get();

    assertEquals(expected(2), read(one));
    assertEquals(expected(2), read(two));
  }

  @Test
  void shouldFlushTheOthersAndRepeatNothingWhenAFlushThrows() {
    Peer one = peer(1_000, "a");
    Peer two = peer(1_000, "a");
    Stage stage = open("a");
    for (Peer peer : List.of(one, two)) {
      link(peer).flushes = 0;
      link(peer).onFlush =
          () -> {
            throw new IllegalStateException();
          };
    }
    assertThrows(IllegalStateException.class, stage::flush);
    stage.leave();

    assertEquals(List.of(1, 1), List.of(link(one).flushes, link(two).flushes));
    assertEquals(expected(1), read(one));
    assertEquals(expected(1), read(two));
  }

  /** A stage on which one message lies. */
  private Stage open(String topic) {
    Stage stage = new Stage();
    assertTrue(stage.begin(trie.match(bytes(topic), 0, topic.length())));
    stage.lookForRoom();
    assertTrue(stage.append(new Outgoing().set(bytes("a0")), false));
    return stage;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldLetGoOfThePeersWhenOneIsGone() {
    Peer gone = peer(1_000, "a");
    peer(1_000, "a");
    Stage stage = open("a");
    stage.forget(gone);
    stage.leave();
    stage.clear();

    assertEquals(0, stage.members());
    assertNull(stage.member(0));
    assertNull(stage.member(1));
  }
}
