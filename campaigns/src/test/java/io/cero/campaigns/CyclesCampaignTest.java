package io.cero.campaigns;

import org.junit.jupiter.api.Test;

class CyclesCampaignTest {
  @Test
  void shouldEndEveryCallWhenContextsCloseOverQueuesToNobody() throws Exception {
    new CyclesCampaign().run(Course.inSuite(1, 50));
  }
}
