package io.cero.campaigns.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.cero.campaigns.frame.Course;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.PeerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SoakCampaignTest {
  /** Needs libzmq for Python: skipped where it is missing, but not on CI. */
  @Test
  @Timeout(300)
  void shouldKeepEveryPromiseWhenEachFaultComesOnce() throws Exception {
    PeerKind.PYTHON.missing().ifPresent(SoakCampaignTest::missing);
    Course course = Course.inSuite(1, SoakFault.values().length);
    new SoakCampaign().run(course);
    for (SoakFault fault : SoakFault.values()) {
      assertTrue(course.counted("faults: " + fault.label()) > 0, fault.toString());
    }
  }

  private static void missing(String how) {
    if (System.getenv("CI") != null) {
      fail(how);
    }
    abort(how);
  }

  @Test
  void shouldPlanTheSameLinksWhenTheSeedIsTheSame() throws Exception {
    List<String> planned = plan(7);
    assertEquals(54, planned.size());
    assertEquals(planned, plan(7));
    assertNotEquals(planned, plan(8));
  }

  private static List<String> plan(long seed) throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        SoakLinks links = new SoakLinks(new SplittableRandom(seed), directory)) {
      return links.all().stream().map(SoakLink::toString).toList();
    }
  }

  @Test
  void shouldExplainALossWhenAFaultOfThatLinkMayLose() throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        SoakLinks links = new SoakLinks(new SplittableRandom(1), directory);
        SoakJournal journal = SoakJournal.inMemory()) {
      SoakJudge judge = new SoakJudge(Course.inSuite(1, 1), journal, links);
      SoakLink link = links.all().get(0);
      judge.begin(SoakFault.STALL, List.of(link));
      assertFalse(judge.isExplained(link));
      judge.end(SoakFault.STALL, List.of(link));
      assertFalse(judge.isExplained(link));
      judge.begin(SoakFault.RESET, List.of(link));
      assertTrue(judge.isExplained(link));
      judge.end(SoakFault.RESET, List.of(link));
      assertTrue(judge.isExplained(link)); // what is missing is noticed a little later
      assertFalse(judge.isExplained(links.all().get(1)));
    }
  }

  @Test
  void shouldOnlyCountAComplaintWhenNoneOfOursIsConcerned() throws Exception {
    try (IpcDirectory directory = IpcDirectory.create();
        SoakLinks links = new SoakLinks(new SplittableRandom(1), directory);
        SoakJournal journal = SoakJournal.inMemory()) {
      Course course = Course.inSuite(1, 1);
      SoakJudge judge = new SoakJudge(course, journal, links);
      for (SoakLink link : links.all()) {
        judge.complain(link, link.first.party, "a gap");
      }
      assertEquals(6, course.counted("between libzmq and JeroMQ alone: complaints"));
      assertEquals(48, journal.violated());
    }
  }

  @Test
  void shouldTellLossDisorderAndRepetitionApartWhenNumbersCome() {
    SoakSequence sequence = new SoakSequence(0);
    assertEquals(SoakSequence.Verdict.NEXT, sequence.take(0));
    assertEquals(SoakSequence.Verdict.NEXT, sequence.take(1));
    assertEquals(SoakSequence.Verdict.TWICE, sequence.take(1));
    assertEquals(SoakSequence.Verdict.BEHIND_A_GAP, sequence.take(4));
    assertEquals(SoakSequence.Verdict.OUT_OF_ORDER, sequence.take(2));
    assertEquals(SoakSequence.Verdict.TWICE, sequence.take(2));
    assertEquals(SoakSequence.Verdict.OUT_OF_ORDER, sequence.take(3));
    assertEquals(SoakSequence.Verdict.NEXT, sequence.take(5));
    assertEquals(SoakSequence.Verdict.BEHIND_A_GAP, sequence.take(50_000));
    assertEquals(SoakSequence.Verdict.TWICE, sequence.take(5));
    assertEquals(SoakSequence.Verdict.OUT_OF_ORDER, sequence.take(49_999));
    assertEquals(SoakSequence.Verdict.TWICE, sequence.take(49_999));
    assertEquals(50_001, sequence.next());
  }

  @Test
  void shouldFindEachChangeWhenAMessageIsDamaged() {
    SoakMessage message = new SoakMessage(300, SoakMessage.REPLY, 4_000_000_000L, 7, 8);
    List<byte[]> payload = List.of("one".getBytes(), new byte[0], "three".getBytes());
    List<byte[]> frames = message.frames(payload);
    assertEquals(message, SoakMessage.of(frames));
    for (int i = 0; i < frames.size(); i++) {
      for (int at = 0; at < frames.get(i).length; at++) {
        List<byte[]> damaged = new ArrayList<>(frames.stream().map(byte[]::clone).toList());
        damaged.get(i)[at] ^= (byte) 1;
        assertThrows(IllegalArgumentException.class, () -> SoakMessage.of(damaged));
      }
      List<byte[]> less = new ArrayList<>(frames);
      less.remove(i);
      assertThrows(IllegalArgumentException.class, () -> SoakMessage.of(less));
    }
    List<byte[]> shifted =
        List.of(frames.get(0), "onet".getBytes(), new byte[0], "hree".getBytes());
    assertThrows(IllegalArgumentException.class, () -> SoakMessage.of(shifted));
  }

  @Test
  void shouldSayWhatHasGrownWhenMemoryIsNotFlat() {
    SoakMemory memory = new SoakMemory();
    for (int i = 0; i < 100; i++) {
      memory.add(new long[] {50 + i, 2, 1 << 20, 5 << 20, 30, 100 << 20});
    }
    assertTrue(memory.growth().orElse("").startsWith("descriptors from "));
    SoakMemory flat = new SoakMemory();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      flat.add(new long[] {50 + random.nextInt(10), 2, 1 << 20, 5 << 20, 30, 100 << 20});
    }
    assertEquals("", flat.growth().orElse(""));
  }
}
