package io.cero.campaigns.clusters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.campaigns.Main;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.MissingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

class ClustersCampaignTest {
  private static Volumes few() {
    Volumes few = new Volumes();
    few.clusters = 3;
    few.workers = 4;
    few.clients = 20;
    few.rate = 50;
    few.seconds = 0.3;
    return few;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldAnswerEveryRequestOnceWhileAClusterLeavesAndJoins() throws Exception {
    Course course = Course.inSuite(1, 1);
    new ClustersCampaign(few(), false).run(course);
    assertTrue(course.counted("requests answered") >= 3);
  }

  @Test
  void shouldSayTheSameVolumesAgainWhenTheyAreRead() {
    Volumes given = few();
    Volumes read = new Volumes();
    new CommandLine(new Main()).addMixin("settings", read).parseArgs(given.toString().split(" "));
    assertEquals(given.toString(), read.toString());
  }

  @Test
  void shouldTakeACampaignsOwnOptionsOnlyWithItsName() {
    String[] right = {"--seed", "7", "clusters", "--rate", "4"};
    CommandLine line = Main.commandLine(right);
    line.parseArgs(right);
    Volumes volumes = (Volumes) line.getMixins().get("settings");
    assertEquals(4, volumes.rate);
    String[] wrong = {"ending", "--rate", "4"};
    assertThrows(
        CommandLine.UnmatchedArgumentException.class,
        () -> Main.commandLine(wrong).parseArgs(wrong));
  }

  @Test
  void shouldRefuseWhatCannotBeRun() {
    Volumes one = few();
    one.clusters = 1;
    assertEquals(
        "--clusters is from 2 to 99",
        assertThrows(
                MissingException.class,
                () -> new ClustersCampaign(one, false).run(Course.inSuite(1, 1)))
            .getMessage());
  }

  /** A worker at home was idle from 10 on; its next task was asked for at 50. */
  @Test
  void shouldFindATaskAbroadWhenAWorkerWasIdleAllTheWhile() {
    assertEquals(1, found(20, 40));
    assertEquals(1, found(10, 49));
    assertEquals(0, found(9, 40)); // asked for before it was certain that a worker is idle
    assertEquals(0, found(20, 50)); // answered after the worker's next task was asked for
  }

  @Test
  void shouldFindATaskAbroadAmongOthers() {
    HomeFirst check = new HomeFirst();
    check.wentAbroad(20, 30);
    check.wentAbroad(5, 45);
    check.wentAbroad(40, 60);
    check.wasIdle(21, 50);
    assertEquals(0, check.found());
    check.wasIdle(15, 50);
    assertEquals(1, check.found());
    assertEquals(2, check.looks());
  }

  private static long found(long askedAt, long answeredAt) {
    HomeFirst check = new HomeFirst();
    check.wentAbroad(askedAt, answeredAt);
    check.wasIdle(10, 50);
    return check.found();
  }
}
