package io.cero.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriptionSetTest {

  private final SubscriptionSet set = new SubscriptionSet();

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private boolean matches(String topic) {
    byte[] padded = bytes("#" + topic + "#");
    boolean matches = set.matches(padded, 1, topic.length());
    assertEquals(matches, set.matches(ByteBuffer.wrap(padded, 1, topic.length())));
    ByteBuffer direct = ByteBuffer.allocateDirect(padded.length).put(padded);
    assertEquals(matches, set.matches(direct.flip().position(1).limit(padded.length - 1)));
    return matches;
  }

  private Set<String> prefixes() {
    return prefixes(set);
  }

  private static Set<String> prefixes(Iterable<byte[]> set) {
    Set<String> prefixes = new TreeSet<>();
    for (byte[] prefix : set) {
      assertTrue(prefixes.add(new String(prefix, ISO_8859_1)));
    }
    return prefixes;
  }

  @Test
  void shouldMatchNothingWhenEmpty() {
    assertFalse(matches(""));
    assertFalse(matches("a"));
    assertFalse(set.remove(bytes("")));
  }

  @Test
  void shouldNeedAsManyCancellationsWhenSubscribedSeveralTimes() {
    assertTrue(set.add(bytes("a")));
    assertFalse(set.add(bytes("a")));
    assertFalse(set.remove(bytes("a")));
    assertTrue(matches("ab"));
    assertTrue(set.contains(bytes("a")));
    assertTrue(set.remove(bytes("a")));
    assertFalse(matches("ab"));
    assertFalse(set.contains(bytes("a")));
    assertFalse(set.remove(bytes("a")));
    assertEquals(0, set.size());
  }

  @Test
  void shouldKeepItsOwnBytesWhenCallersChangeTheirs() {
    byte[] prefix = bytes("ab");
    set.add(prefix);
    prefix[0] = 'x';
    for (byte[] iterated : set) {
      iterated[0] = 'y';
    }
    assertTrue(matches("ab"));
    assertEquals(Set.of("ab"), prefixes());
  }

  @Test
  void shouldAgreeWithModelWhenChangedAtRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      int alphabet = new int[] {2, 5, 20, 256}[random.nextInt(4)];
      int longest = 1 + random.nextInt(round % 2 == 0 ? 6 : 12);
      Map<String, Integer> model = new TreeMap<>();
      for (int step = 0; step < 1_000; step++) {
        String prefix = SubscriptionTrieTest.randomText(random, alphabet, longest);
        String at = "seed " + seed + ", round " + round + ", step " + step;
        if (random.nextBoolean()) {
          assertEquals(model.merge(prefix, 1, Integer::sum) == 1, set.add(bytes(prefix)), at);
        } else {
          boolean last = Integer.valueOf(1).equals(model.get(prefix));
          model.computeIfPresent(prefix, (any, count) -> count == 1 ? null : count - 1);
          assertEquals(last, set.remove(bytes(prefix)), at);
        }
        String topic = SubscriptionTrieTest.randomText(random, alphabet, longest + 2);
        assertEquals(model.keySet().stream().anyMatch(topic::startsWith), matches(topic), at);
        assertEquals(model.containsKey(prefix), set.contains(bytes(prefix)), at);
      }
      assertEquals(model.keySet(), prefixes(), "seed " + seed);
      assertEquals(model.size(), set.size(), "seed " + seed);
      model.forEach(
          (prefix, count) -> {
            for (int i = count; i > 0; i--) {
              assertEquals(i == 1, set.remove(bytes(prefix)), "seed " + seed);
            }
          });
      assertEquals(1, set.nodes(), "seed " + seed);
    }
  }

  @Test
  void shouldShowWhatStaysWhenIteratedWhileTheOwnerChangesIt() throws Exception {
    Set<String> staying = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      staying.add("stays" + i);
      set.add(bytes("stays" + i));
    }
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> reading =
          () -> {
            int rounds = 0;
            while (!ended.get()) {
              SubscriptionSet.Moment moment = set.moment();
              Set<String> seen = prefixes(moment);
              assertTrue(seen.containsAll(staying));
              assertTrue(seen.size() <= staying.size() + 2, seen::toString);
              assertEquals(seen, prefixes(moment));
              rounds++;
            }
            return rounds;
          };
      Future<Integer> one = readers.submit(reading);
      Future<Integer> two = readers.submit(reading);
      for (int i = 0; i < 50_000; i++) {
        set.add(bytes("changes" + (i + 1) % 100));
        set.remove(bytes("changes" + i % 100));
      }
      set.remove(bytes("changes0"));
      ended.set(true);
      one.get();
      two.get();
    } finally {
      ended.set(true);
      readers.shutdownNow();
    }
    assertEquals(staying, prefixes());
  }

  @Test
  void shouldKnowWhatChangedSinceWhenThereWasAnEarlierMoment() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<String> now = new TreeSet<>();
    for (int round = 0; round < 300; round++) {
      SubscriptionSet.Moment earlier = set.moment();
      Set<String> told = new TreeSet<>(now);
      boolean growing = random.nextInt(3) > 0;
      for (int step = random.nextInt(100); step > 0; step--) {
        String prefix = "" + random.nextInt(100);
        boolean adds = random.nextInt(4) > 0 == growing;
        if (adds && now.add(prefix)) {
          assertTrue(set.add(bytes(prefix)), "seed " + seed);
        } else if (!adds && now.remove(prefix)) {
          assertTrue(set.remove(bytes(prefix)), "seed " + seed);
        }
      }
      Set<String> before = prefixes(earlier);
      assertEquals(told, before, "seed " + seed);
      set.moment()
          .changesSince(
              earlier,
              prefix -> assertTrue(told.remove(new String(prefix, ISO_8859_1)), "seed " + seed),
              prefix -> told.add(new String(prefix, ISO_8859_1)));
      assertEquals(now, told, "seed " + seed);
      assertEquals(now, prefixes(), "seed " + seed);
    }
  }

  @Test
  void shouldForgetWhatIsCancelledWhenThatIsMost() {
    for (int i = 0; i < 1_000; i++) {
      set.add(bytes("" + i));
    }
    SubscriptionSet.Moment full = set.moment();
    for (int i = 0; i < 990; i++) {
      set.remove(bytes("" + i));
    }
    assertTrue(set.logged() <= 40, () -> set.logged() + " for 10");
    for (int i = 0; i < 10_000; i++) {
      set.add(bytes("changes"));
      set.remove(bytes("changes"));
    }
    assertTrue(set.logged() <= 44, () -> set.logged() + " for 10");
    assertEquals(1_000, prefixes(full).size());
    assertEquals(0, prefixes(full.forgotten()).size());
  }

  @Test
  void shouldIncludeEarlierMomentsOnly() {
    set.add(bytes("a"));
    SubscriptionSet.Moment one = set.moment();
    set.add(bytes("a"));
    SubscriptionSet.Moment two = set.moment();
    set.remove(bytes("none"));
    SubscriptionSet.Moment three = set.moment();
    assertTrue(two.includes(one) && three.includes(two) && one.includes(one));
    assertFalse(one.includes(two) || two.includes(three));
    assertTrue(two.forgotten().includes(two));
  }
}
