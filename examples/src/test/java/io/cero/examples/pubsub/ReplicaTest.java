package io.cero.examples.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.examples.pubsub.Recovery.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private static final int LIMIT = 5;

  private final History history = new History("first", LIMIT);
  private final Replica replica = new Replica(LIMIT);

  private void change(int times) {
    for (int i = 0; i < times; i++) {
      history.change("key-" + i % 3, Integer.toString(i));
    }
  }

  private Recovery missing() {
    Recovery recovery = history.since(replica.run(), replica.number());
    return Recovery.parse(recovery.toMessage());
  }

  private void assertSame() {
    assertEquals(history.toString(), replica.toString());
  }

  @Test
  void shouldFollowUpdatesOnceItKnowsTheRun() {
    assertTrue(replica.take(missing()));
    for (int i = 0; i < 20; i++) {
      assertTrue(replica.take(Update.parse(history.change("key", "" + i).toMessage())));
    }
    assertSame();
  }

  @Test
  void shouldGetTheMissingUpdatesWhenTheHistoryReachesBack() {
    change(LIMIT);
    assertEquals(Kind.UPDATES, missing().kind());
    assertEquals(LIMIT, missing().changes().size());
    assertTrue(replica.take(missing()));
    assertSame();
    change(2);
    assertEquals(2, missing().changes().size());
    assertTrue(replica.take(missing()));
    assertSame();
  }

  @Test
  void shouldGetASnapshotWhenTheHistoryDoesNotReachBack() {
    change(LIMIT + 1);
    assertEquals(Kind.SNAPSHOT, missing().kind());
    assertTrue(replica.take(missing()));
    assertSame();
  }

  @Test
  void shouldNoticeAGapAndKeepWhatComesAfterIt() {
    replica.take(missing());
    change(2);
    Recovery gap = missing();
    Update third = history.change("key-0", "third");
    assertFalse(replica.take(third));
    assertEquals(0, replica.number());
    assertTrue(replica.take(gap));
    assertEquals(3, replica.number());
    assertSame();
  }

  @Test
  void shouldNoticeThatTheLastUpdatesAreMissingByABeat() {
    replica.take(missing());
    assertTrue(replica.take(history.beat()));
    change(1);
    assertFalse(replica.take(history.beat()));
    assertTrue(replica.take(missing()));
    assertSame();
  }

  @Test
  void shouldBeginAnewWhenThePublisherDoes() {
    change(3);
    replica.take(missing());
    History second = new History("second", LIMIT);
    assertFalse(replica.take(second.change("key", "new")));
    Recovery recovery = second.since(replica.run(), replica.number());
    assertEquals(Kind.SNAPSHOT, recovery.kind());
    assertTrue(replica.take(recovery));
    assertEquals(second.toString(), replica.toString());
    assertTrue(replica.take(second.change("key", "newer")));
    assertEquals(second.toString(), replica.toString());
  }

  @Test
  void shouldForgetTheFormerRunWhenAnotherAnswersWhatWasAskedBeforeEither() {
    change(3);
    Recovery first = missing();
    History second = new History("second", LIMIT);
    second.change("key", "new");
    Recovery other = second.since(replica.run(), replica.number());
    assertEquals(Kind.UPDATES, other.kind());
    assertTrue(replica.take(first));
    assertTrue(replica.take(other));
    assertEquals(second.toString(), replica.toString());
  }

  /** Updates and answers come by different connections. */
  @Test
  void shouldBeCompleteAfterOneAnswerWhenAnUpdateOfTheFormerRunComesLate() {
    change(2);
    replica.take(missing());
    Update late = history.change("key", "of the first run");
    History second = new History("second", LIMIT);
    second.change("key", "of the second run");
    assertTrue(replica.take(second.since(replica.run(), replica.number())));
    assertFalse(replica.take(late)); // it may be of a third
    assertTrue(replica.take(second.since(replica.run(), replica.number())));
    assertEquals(second.toString(), replica.toString());
  }

  @Test
  void shouldTakeNothingTwiceAndNothingOld() {
    change(2);
    Recovery old = missing();
    Update third = history.change("key-0", "third");
    replica.take(missing());
    assertTrue(replica.take(third));
    assertTrue(replica.take(old));
    assertSame();
  }

  /** Updates are lost, recoveries come late: in the end all is the same. */
  @Test
  void shouldHaveWhatThePublisherHasWhateverGetsLost() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Recovery underWay = missing();
    boolean isWaiting = true;
    for (int i = 0; i < 5_000; i++) {
      boolean isComplete = true;
      Update update = history.change("key-" + random.nextInt(9), Integer.toString(i));
      if (random.nextInt(4) > 0) {
        isComplete = replica.take(update);
      }
      if (isWaiting && random.nextInt(6) == 0) {
        isWaiting = false;
        isComplete = replica.take(underWay);
      }
      if (!isComplete && !isWaiting) {
        isWaiting = true;
        underWay = missing();
      }
      assertTrue(replica.number() <= history.beat().number());
    }
    if (isWaiting) {
      replica.take(underWay);
    }
    if (!replica.take(history.beat())) {
      assertTrue(replica.take(missing()), "seed " + seed);
    }
    assertEquals(history.toString(), replica.toString(), "seed " + seed);
  }
}
