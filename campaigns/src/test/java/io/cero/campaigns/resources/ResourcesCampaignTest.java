package io.cero.campaigns.resources;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ResourcesCampaignTest {
  @Test
  void shouldLeaveNothingBehindWhenSocketsAreOpenedAndClosed() throws Exception {
    new ResourcesCampaign().run(Course.inSuite(1, 500));
  }

  @Test
  void shouldBindAgainWhenUnboundAndRefuseWhenBound() throws Exception {
    new RebindCampaign().run(Course.inSuite(1, 350)); // three times over three transports
  }

  @Test
  void shouldComeBackWhenTheHandshakeBreaksAtAnyByte() throws Exception {
    IdleCampaign idle = new IdleCampaign();
    idle.run(Course.inSuite(1, idle.usualRounds()));
  }
}
