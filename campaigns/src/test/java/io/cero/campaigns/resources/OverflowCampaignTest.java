package io.cero.campaigns.resources;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Test;

class OverflowCampaignTest {
  @Test
  void shouldKeepMemoryFlatAndLoseNothingWhenThePeerIsDown() throws Exception {
    new OverflowCampaign().run(Course.inSuite(1, 1));
  }
}
