package io.cero.campaigns.endings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the schedules of {@link EndingCampaign} are drawn from. */
class PlanTest {
  /** The only reasons why a call in a state cannot meet what may happen to it. */
  private static boolean isThere(BlockingCall call, Situation situation, Disturbance disturbance) {
    boolean endsByItself = disturbance == Disturbance.TIME_OVER && call.isBrief();
    boolean hasNoPeer = disturbance.isOfAPeer() && !situation.hasPeer();
    boolean hasNothingToUnbind = call == BlockingCall.UNBIND && !situation.mayBeBound();
    boolean hasNothingToDisconnect = call == BlockingCall.DISCONNECT && !situation.mayBeConnected();
    return !endsByItself && !hasNoPeer && !hasNothingToUnbind && !hasNothingToDisconnect;
  }

  private static String name(BlockingCall call, Situation situation, Disturbance disturbance) {
    return call + " " + situation + " " + disturbance;
  }

  @Test
  void shouldHaveEveryCallInEveryStateMeetEverythingThatCanHappen() {
    Set<String> expected = new TreeSet<>();
    for (BlockingCall call : BlockingCall.values()) {
      for (Situation situation : Situation.values()) {
        for (Disturbance disturbance : Disturbance.values()) {
          if (isThere(call, situation, disturbance)) {
            expected.add(name(call, situation, disturbance));
          }
        }
      }
    }
    Set<String> planned = new TreeSet<>();
    Plan.cells().forEach(c -> planned.add(name(c.call(), c.situation(), c.disturbance())));
    assertEquals(expected, planned);
  }

  @Test
  void shouldHaveEachTypeMeetEverythingThatCanHappen() {
    for (SocketKind kind : SocketKind.values()) {
      for (Disturbance disturbance : Disturbance.values()) {
        assertTrue(
            Plan.cells().stream().anyMatch(c -> c.kind() == kind && c.disturbance() == disturbance),
            () -> kind + " never meets " + disturbance);
      }
    }
  }

  @Test
  void shouldPlanEachOfThem() {
    List<Plan.Cell> cells = Plan.cells();
    for (int i = 0; i < cells.size(); i++) {
      Plan.Cell cell = cells.get(i);
      Plan plan = Plan.of(cell, new SplittableRandom(i));
      assertEquals(
          cell, new Plan.Cell(plan.kind(), plan.situation(), plan.call(), plan.disturbance()));
      assertTrue(!plan.documented().isEmpty());
    }
  }
}
