package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.MissingException;
import io.cero.campaigns.frame.Programs;
import io.cero.testkit.PeerKind;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Every pattern at once between four processes, two of ours, libzmq and JeroMQ, each with each over
 * tcp and ipc, with a random fault every second: a round is a second and its fault.
 *
 * <p>Checked all the time: nothing comes damaged, twice, at the wrong place or without having been
 * asked for; nothing is missing or out of order but after a fault that explains it; traffic flows
 * again within {@link SoakWatch#BOUND_MILLIS} after each fault; the accounts of our sockets are
 * right when they end; ours log no warning, and hold no more at the end than in the first quarter.
 */
public final class SoakCampaign implements Campaign {
  private static final int LOOK_MILLIS = 100;
  private static final int WEIGH_EVERY = 10;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String summary() {
    return "an hour of every pattern between ours, libzmq and JeroMQ, with a fault every second";
  }

  @Override
  public long usualRounds() {
    return 3_600;
  }

  @Override
  public void run(Course course) throws Exception {
    PeerKind.PYTHON
        .missing()
        .ifPresent(
            how -> {
              throw new MissingException("this campaign needs libzmq for Python: " + how);
            });
    if (!Programs.isThere("kill")) {
      throw new MissingException("this campaign needs kill (Debian: procps)");
    }
    Path reports =
        Path.of(System.getProperty("campaign.root", ".")).resolve(".build/campaigns/reports");
    try (SoakJournal journal =
            course.isStrict()
                ? SoakJournal.into(reports.resolve("soak.log"))
                : SoakJournal.inMemory();
        SoakRun run = new SoakRun(course, journal)) {
      run.start();
      run.forgetRecoveries();
      while (course.next()) {
        round(course, run);
      }
      awaitCalm(run, journal);
      run.finish();
      SoakReport report = new SoakReport(course, run, journal);
      report.tell(course);
      if (course.isStrict()) {
        report.write(reports.resolve("soak.json"), course.counts());
      }
      journal.requireNone();
    }
  }

  private static void round(Course course, SoakRun run) throws InterruptedException {
    if (!course.isStrict()) {
      SoakFault[] faults = SoakFault.values();
      SoakFault fault = faults[(int) (course.round() % faults.length)];
      while (fault.isOfProcess() && !run.isComplete()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS / 10);
      }
      run.disturb(fault, course.random());
      return;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    run.disturb(SoakFault.of(course.random().nextInt(100)), course.random());
    if (course.begun() % WEIGH_EVERY == 0) {
      run.weigh();
    }
    while (System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      run.look();
    }
  }

  /** Waits until all is as if there had been no fault; the run itself says what is late. */
  private static void awaitCalm(SoakRun run, SoakJournal journal) throws InterruptedException {
    for (int i = 0; !run.isCalm(); i++) {
      if (i > TimeUnit.MINUTES.toMillis(5) / LOOK_MILLIS) {
        journal.violation("traffic does not flow again everywhere");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      run.look();
    }
  }
}
