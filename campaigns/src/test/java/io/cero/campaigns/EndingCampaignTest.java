package io.cero.campaigns;

import org.junit.jupiter.api.Test;

class EndingCampaignTest {
  @Test
  void shouldEndEveryCallAsDocumentedWhenAnythingHappensToIt() throws Exception {
    new EndingCampaign().run(Course.inSuite(1, 400));
  }
}
