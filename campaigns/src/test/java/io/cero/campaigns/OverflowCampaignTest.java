package io.cero.campaigns;

import org.junit.jupiter.api.Test;

class OverflowCampaignTest {
  @Test
  void shouldKeepMemoryFlatAndLoseNothingWhenThePeerIsDown() throws Exception {
    new OverflowCampaign().run(Course.inSuite(1, 1));
  }
}
