package io.cero.pattern;

import static io.cero.pattern.PubSubFixture.bytes;
import static io.cero.pattern.PubSubFixture.pair;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DropReason;
import io.cero.pattern.PubSubFixture.Side;
import io.cero.pipe.Outgoing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributorTest {
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Side<io.cero.pattern.Pair> near = new Side<>(io.cero.pattern.Pair::new);
  private final Distributor distributor =
      new Distributor(
          new Host() {
            @Override
            public void dropped(DropReason reason, long messages) {
              dropped.merge(reason, messages, Long::sum);
            }

            @Override
            public void forgotten(Peer peer) {}
          });

  private PubSubFixture.Pair attached(int mark) {
    PubSubFixture.Pair pair = pair(near, new Side<>(io.cero.pattern.Pair::new), mark);
    distributor.attach(pair.left);
    return pair;
  }

  private void append(String frame, boolean more) {
    distributor.append(new Outgoing().set(bytes(frame)), more);
  }

  private static long published(PubSubFixture.Pair pair) {
    return pair.left.out.published();
  }

  @Test
  void shouldSendToTheChosenAlone() {
    PubSubFixture.Pair one = attached(10);
    PubSubFixture.Pair two = attached(10);
    distributor.begin();
    distributor.choose(two.left);
    distributor.choose(two.left);
    append("m", false);

    assertEquals(0, published(one));
    assertEquals(0, one.leftLink.publications);
    assertEquals(1, published(two));
    assertEquals(1, two.leftLink.publications);
  }

  @Test
  void shouldPublishOnceWhenAMessageHasSeveralFrames() {
    PubSubFixture.Pair one = attached(10);
    distributor.begin();
    distributor.chooseAll();
    assertFalse(distributor.isWithin());
    append("1", true);
    assertTrue(distributor.isWithin());
    assertEquals(0, one.leftLink.publications);
    append("2", false);

    assertFalse(distributor.isWithin());
    assertEquals(1, one.leftLink.publications);
    assertEquals(1, published(one));
  }

  @Test
  void shouldChooseTheRestWhenInverted() {
    PubSubFixture.Pair one = attached(10);
    PubSubFixture.Pair two = attached(10);
    distributor.begin();
    distributor.choose(two.left);
    distributor.invert();
    append("m", false);

    assertEquals(1, published(one));
    assertEquals(0, published(two));
  }

  @Test
  void shouldNarrowTheChoiceToOneThatWasChosen() {
    PubSubFixture.Pair one = attached(10);
    PubSubFixture.Pair two = attached(10);
    distributor.begin();
    distributor.chooseAll();
    distributor.chooseOnlyOf(two.left);
    assertEquals(1, distributor.chosen());
    append("m", false);
    distributor.begin();
    distributor.choose(one.left);
    distributor.chooseOnlyOf(two.left);
    append("m", false);

    assertEquals(0, published(one));
    assertEquals(1, published(two));
  }

  @Test
  void shouldSayWhetherAllHaveRoomAndCountNothing() {
    PubSubFixture.Pair full = attached(1);
    attached(10);
    distributor.begin();
    distributor.chooseAll();
    assertTrue(distributor.allHaveRoom());
    append("m", false);
    distributor.begin();
    distributor.chooseAll();

    assertFalse(distributor.allHaveRoom());
    assertFalse(full.left.writable);
    assertTrue(dropped.isEmpty());
  }

  @Test
  void shouldCompleteAMessageWhoseFirstFrameReachedTheMark() {
    PubSubFixture.Pair one = attached(1);
    distributor.begin();
    distributor.chooseAll();
    distributor.dropWithoutRoom();
    append("1", true);
    append("2", true);
    append("3", false);

    assertEquals(1, published(one));
    assertTrue(dropped.isEmpty());
  }

  @Test
  void shouldLeaveAGonePeerAloneWhenItWasNeverAttachedOrRemovedBefore() {
    PubSubFixture.Pair one = attached(10);
    PubSubFixture.Pair stranger = pair(near, new Side<>(io.cero.pattern.Pair::new), 10);
    distributor.remove(stranger.left);
    assertEquals(1, distributor.size());
    distributor.remove(one.left);
    distributor.remove(one.left);

    assertEquals(0, distributor.size());
  }

  @Test
  void shouldKeepEveryPlaceRightWhenPeersComeAndGo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<PubSubFixture.Pair> there = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (there.isEmpty() || random.nextInt(3) > 0) {
        there.add(attached(0));
      } else {
        Collections.swap(there, random.nextInt(there.size()), there.size() - 1);
        distributor.remove(there.remove(there.size() - 1).left);
      }
      assertEquals(there.size(), distributor.size(), () -> "seed " + seed);
    }
    for (int place = 0; place < distributor.size(); place++) {
      assertEquals(place, distributor.peer(place).place, () -> "seed " + seed);
    }
    distributor.begin();
    distributor.chooseAll();
    append("m", false);
    for (PubSubFixture.Pair pair : there) {
      assertEquals(1, published(pair), () -> "seed " + seed);
    }
  }
}
