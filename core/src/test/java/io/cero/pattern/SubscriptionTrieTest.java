package io.cero.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.pattern.SubscriptionTrie.Audience;
import io.cero.pattern.SubscriptionTrie.Removal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriptionTrieTest {

  private final SubscriptionTrie<String> trie = new SubscriptionTrie<>();

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** Sorted, duplicates kept: a peer that is reported twice shows. */
  private List<String> match(String topic) {
    byte[] padded = bytes("#" + topic + "#");
    Audience<String> audience = trie.match(padded, 1, topic.length());
    ByteBuffer buffer = ByteBuffer.allocateDirect(padded.length).put(padded);
    assertSame(audience, trie.match(buffer.flip().position(1).limit(padded.length - 1)));
    assertSame(audience, trie.match(ByteBuffer.wrap(padded, 1, topic.length()).slice()));
    List<String> peers = new ArrayList<>();
    for (int i = 0; i < audience.size(); i++) {
      peers.add(audience.peer(i));
    }
    peers.sort(null);
    return peers;
  }

  private Set<String> prefixes() {
    Set<String> prefixes = new TreeSet<>();
    trie.forEachPrefix(prefix -> assertTrue(prefixes.add(text(prefix))));
    return prefixes;
  }

  @Test
  void shouldMatchNothingWhenEmpty() {
    assertEquals(List.of(), match(""));
    assertEquals(List.of(), match("a"));
    assertEquals(0, trie.size());
  }

  @Test
  void shouldMatchEverythingWhenPrefixIsEmpty() {
    assertTrue(trie.add(bytes(""), "A"));
    assertEquals(List.of("A"), match(""));
    assertEquals(List.of("A"), match("any"));
  }

  @Test
  void shouldMatchOnlyTopicsThatBeginWithPrefix() {
    trie.add(bytes("news."), "A");
    trie.add(bytes("news.art"), "B");
    trie.add(bytes("weather"), "C");
    assertEquals(List.of(), match("news"));
    assertEquals(List.of("A"), match("news."));
    assertEquals(List.of("A"), match("news.ar"));
    assertEquals(List.of("A", "B"), match("news.arts"));
    assertEquals(List.of("C"), match("weather"));
    assertEquals(List.of(), match("wether"));
  }

  @Test
  void shouldReportPeerOnceWhenSeveralPrefixesMatch() {
    trie.add(bytes(""), "A");
    trie.add(bytes("a"), "A");
    trie.add(bytes("ab"), "A");
    trie.add(bytes("ab"), "B");
    assertEquals(List.of("A", "B"), match("abc"));
  }

  private Audience<String> audience(String topic) {
    return trie.match(bytes(topic), 0, topic.length());
  }

  @Test
  void shouldBeOneAudienceWhenTheSamePeersGetTwoTopics() {
    trie.add(bytes("a"), "A");
    trie.add(bytes("a"), "B");
    trie.add(bytes("b"), "B");
    trie.add(bytes("b"), "A");
    trie.add(bytes("c"), "A");
    assertSame(audience("a"), audience("b"));
    assertNotSame(audience("a"), audience("c"));
    trie.add(bytes("cd"), "B");
    assertSame(audience("a"), audience("cd"));
  }

  @Test
  void shouldKeepTheAudienceWhenOthersSubscribe() {
    trie.add(bytes("a"), "A");
    trie.add(bytes("a"), "B");
    final Audience<String> before = audience("a");
    trie.add(bytes("b"), "A");
    trie.add(bytes("b"), "C");
    trie.remove(bytes("b"), "A");
    assertSame(before, audience("a"));
    trie.add(bytes("a"), "C");
    assertNotSame(before, audience("a"));
  }

  @Test
  void shouldKeepNoPeerThatHasGone() {
    trie.add(bytes("a"), "A");
    trie.add(bytes("a"), "B");
    final Audience<String> before = audience("a");
    trie.removeAll("B", prefix -> {});
    assertEquals(0, before.size());
    assertEquals(List.of("A"), match("a"));
  }

  @Test
  void shouldTellNewPrefixesFromHeldOnesWhenAdding() {
    assertTrue(trie.add(bytes("a"), "A"));
    assertFalse(trie.add(bytes("a"), "B"));
    assertFalse(trie.add(bytes("a"), "A"));
    assertEquals(2, trie.holders(bytes("a")));
    assertEquals(1, trie.size());
  }

  @Test
  void shouldTellWhatIsLeftWhenRemoving() {
    trie.add(bytes("a"), "A");
    trie.add(bytes("a"), "A");
    trie.add(bytes("a"), "B");
    assertEquals(Removal.ABSENT, trie.remove(bytes("a"), "C"));
    assertEquals(Removal.ABSENT, trie.remove(bytes("ab"), "A"));
    assertEquals(Removal.ABSENT, trie.remove(bytes(""), "A"));
    assertEquals(Removal.OTHERS_REMAIN, trie.remove(bytes("a"), "A"));
    assertEquals(Removal.ABSENT, trie.remove(bytes("a"), "A"));
    assertEquals(Removal.LAST, trie.remove(bytes("a"), "B"));
    assertEquals(0, trie.size());
  }

  @Test
  void shouldNameLastPrefixesWhenPeerLeaves() {
    trie.add(bytes("a"), "A");
    trie.add(bytes("ab"), "A");
    trie.add(bytes("ab"), "B");
    trie.add(bytes(""), "A");
    Map<String, Removal> removed = new TreeMap<>();
    trie.removeEach("A", (prefix, removal) -> removed.put(text(prefix), removal));
    assertEquals(Map.of("a", Removal.LAST, "ab", Removal.OTHERS_REMAIN, "", Removal.LAST), removed);
    List<String> last = new ArrayList<>();
    trie.removeAll("nobody", prefix -> last.add(text(prefix)));
    assertEquals(List.of(), last);
    trie.removeAll("B", prefix -> last.add(text(prefix)));
    assertEquals(List.of("ab"), last);
    assertEquals(1, trie.nodes());
  }

  @Test
  void shouldNotSeeLaterChangesWhenCallerReusesPrefixArray() {
    byte[] prefix = bytes("ab");
    trie.add(prefix, "A");
    prefix[0] = 'x';
    assertEquals(List.of("A"), match("ab"));
    trie.forEachPrefix(bytes -> bytes[0] = 'y');
    assertEquals(List.of("A"), match("ab"));
  }

  @Test
  void shouldKeepStackAndMemorySmallWhenPrefixesAreVeryLong() {
    String megabyte = "x".repeat(1 << 20);
    trie.add(bytes(megabyte), "A");
    trie.add(bytes(megabyte.substring(1)), "B");
    assertEquals(3, trie.nodes());
    assertEquals(List.of("A", "B"), match(megabyte));
    assertEquals(List.of("B"), match(megabyte.substring(1)));
    assertEquals(Removal.LAST, trie.remove(bytes(megabyte), "A"));
    assertEquals(2, trie.nodes());
  }

  @Test
  void shouldNotRecurseWhenTreeIsDeep() throws Exception {
    FutureTask<Void> growAndShrink =
        new FutureTask<>(
            () -> {
              String topic = "z".repeat(5_000);
              for (int length = 0; length <= topic.length(); length++) {
                trie.add(bytes(topic.substring(0, length)), "A");
              }
              assertEquals(List.of("A"), match(topic));
              assertEquals(topic.length() + 1, prefixes().size());
              trie.removeAll("A", prefix -> {});
              assertEquals(1, trie.nodes());
              return null;
            });
    long smallStack = 256 * 1024;
    new Thread(null, growAndShrink, "small stack", smallStack).start();
    growAndShrink.get();
  }

  @Test
  void shouldReportEachWhenPeersAreMany() {
    for (int i = 0; i < 10_000; i++) {
      trie.add(bytes("all"), "peer" + i);
      trie.add(bytes("own" + i), "peer" + i);
    }
    // Strings of the same text are different peers unless they are one object.
    assertEquals(10_000, match("all").size());
    assertEquals(List.of("peer1", "peer12", "peer123", "peer1234"), match("own1234"));
    assertEquals(10_001, trie.size());
  }

  @Test
  void shouldAgreeWithModelWhenChangedAtRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] peers = {"A", "B", "C", "D", "E"};
    for (int round = 0; round < 30; round++) {
      int alphabet = new int[] {2, 5, 20, 256}[random.nextInt(4)];
      int longest = 1 + random.nextInt(round % 2 == 0 ? 6 : 12);
      Map<String, Set<String>> model = new TreeMap<>();
      for (int step = 0; step < 1_000; step++) {
        String prefix = randomText(random, alphabet, longest);
        String peer = peers[random.nextInt(peers.length)];
        String at = "seed " + seed + ", round " + round + ", step " + step;
        int action = random.nextInt(100);
        if (action < 45) {
          boolean isNew = !model.containsKey(prefix);
          model.computeIfAbsent(prefix, any -> new TreeSet<>()).add(peer);
          assertEquals(isNew, trie.add(bytes(prefix), peer), at);
        } else if (action < 98) {
          // mostly something that is there
          if (random.nextInt(4) > 0 && !model.isEmpty()) {
            prefix = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
          }
          assertEquals(removeFrom(model, prefix, peer), trie.remove(bytes(prefix), peer), at);
        } else {
          Map<String, Removal> expected = new TreeMap<>();
          for (String each : List.copyOf(model.keySet())) {
            Removal removal = removeFrom(model, each, peer);
            if (removal != Removal.ABSENT) {
              expected.put(each, removal);
            }
          }
          Map<String, Removal> removed = new TreeMap<>();
          trie.removeEach(peer, (bytes, removal) -> removed.put(text(bytes), removal));
          assertEquals(expected, removed, at);
        }
        assertEquals(model.size(), trie.size(), at);
        String held =
            model.isEmpty() || random.nextBoolean()
                ? ""
                : new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
        String topic = held + randomText(random, alphabet, longest + 2);
        List<String> expected =
            model.entrySet().stream()
                .filter(entry -> topic.startsWith(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        assertEquals(expected, match(topic), at);
      }
      assertEquals(model.keySet(), prefixes(), "seed " + seed);
      assertTrue(trie.nodes() <= 2 * model.size() + 1, "seed " + seed);
      for (String peer : peers) {
        trie.removeAll(peer, prefix -> {});
      }
      assertEquals(0, trie.size(), "seed " + seed);
      assertEquals(1, trie.nodes(), "seed " + seed);
    }
  }

  private static Removal removeFrom(Map<String, Set<String>> model, String prefix, String peer) {
    Set<String> holders = model.get(prefix);
    if (holders == null || !holders.remove(peer)) {
      return Removal.ABSENT;
    }
    if (holders.isEmpty()) {
      model.remove(prefix);
      return Removal.LAST;
    }
    return Removal.OTHERS_REMAIN;
  }

  static String randomText(Random random, int alphabet, int longest) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      text.append((char) (255 - random.nextInt(alphabet)));
    }
    return text.toString();
  }
}
