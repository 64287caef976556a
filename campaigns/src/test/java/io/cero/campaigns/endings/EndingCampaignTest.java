package io.cero.campaigns.endings;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Test;

class EndingCampaignTest {
  @Test
  void shouldEndEveryCallAsDocumentedWhenAnythingHappensToIt() throws Exception {
    new EndingCampaign().run(Course.inSuite(1, 400));
  }
}
