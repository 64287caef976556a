package io.cero.campaigns.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.cero.campaigns.frame.Course;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Needs root, network namespaces and nftables: skipped where they are missing, but not on CI. */
class NetworkCampaignTest {
  @ParameterizedTest
  @EnumSource(names = {"BLACK_HOLE", "DEAD_IPV6_ADDRESS"})
  @Timeout(180)
  void shouldNoticeAndGoOnWhenTheNetworkHasA(NetworkCampaign.Scenario scenario) throws Exception {
    Network.missing().ifPresent(NetworkCampaignTest::missing);
    Course course = Course.inSuite(1, 1);
    assertTrue(course.next());
    NetworkCampaign.run(course, scenario);
  }

  private static void missing(String what) {
    if (System.getenv("CI") != null) {
      fail(what);
    }
    abort(what);
  }
}
