package io.cero.campaigns;

import org.junit.jupiter.api.Test;

class HostileCampaignTest {
  @Test
  void shouldServeTheHonestAndHoldLittleWhenThousandsAreHostile() throws Exception {
    new HostileCampaign().run(Course.inSuite(System.nanoTime(), 4_000));
  }
}
