package io.cero.campaigns.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersCampaignTest {
  @ParameterizedTest
  @EnumSource
  void shouldServeTheNextAndTheOthersWhenAPeerIs(PeersCampaign.Fate fate) throws Exception {
    Course course = Course.inSuite(1, 1);
    assertTrue(course.next());
    boolean killed = fate.compareTo(PeersCampaign.Fate.FROZEN) < 0;
    for (int stage : killed ? new int[] {30, 80} : new int[] {0}) {
      PeersCampaign.run(course, fate, stage);
    }
  }
}
