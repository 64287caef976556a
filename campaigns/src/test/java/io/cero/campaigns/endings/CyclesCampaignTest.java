package io.cero.campaigns.endings;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Test;

class CyclesCampaignTest {
  @Test
  void shouldEndEveryCallWhenContextsCloseOverQueuesToNobody() throws Exception {
    new CyclesCampaign().run(Course.inSuite(1, 50));
  }
}
