package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignsTest {
  @Test
  void shouldFindEachCampaignOnceWhenAskedByName() {
    for (Campaign campaign : Campaigns.all()) {
      assertEquals(
          List.of(campaign.name()),
          Campaigns.all().stream()
              .map(Campaign::name)
              .filter(name -> name.equals(campaign.name()))
              .toList());
      assertTrue(campaign.name().matches("[a-z][a-z-]*"), campaign.name());
      assertFalse(campaign.summary().contains("\n"), campaign.name());
      assertTrue(campaign.usualRounds() > 0, campaign.name());
    }
  }

  @Test
  void shouldRepeatARoundWhenItsSeedAndNumberAreGiven() {
    Course whole = Course.inSuite(7, 5);
    long fourth = 0;
    while (whole.next()) {
      if (whole.round() == 3) {
        fourth = whole.random().nextLong();
      }
    }
    Course alone = Course.inFull(7, 3, 1, Duration.ofDays(1), (done, total, nanos) -> {});
    assertTrue(alone.next());
    assertEquals(3, alone.round());
    assertEquals(fourth, alone.random().nextLong());
    assertFalse(alone.next());
  }

  @Test
  void shouldBeginNoRoundWhenTheTimeIsOver() {
    Course course = Course.inFull(7, 0, 1_000, Duration.ZERO, (done, total, nanos) -> {});
    assertFalse(course.next());
    assertEquals(0, course.begun());
  }
}
