package io.cero.campaigns.hostile;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Test;

class HostileCampaignTest {
  @Test
  void shouldServeTheHonestAndHoldLittleWhenThousandsAreHostile() throws Exception {
    new HostileCampaign().run(Course.inSuite(System.nanoTime(), 4_000));
  }
}
