package io.cero.reactor;

import io.cero.explore.Model;
import io.cero.explore.Model.Doing;

/** What can come between those who drive, wait, leave work and fall asleep. */
final class HandOverScenarios {
  private HandOverScenarios() {}

  /** A caller drives, and the I/O thread looks on. */
  abstract static class CallerDrives extends ReactorScenario {
    final Caller a = new Caller(true);

    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      model.prepare("a", a::receive);
      others(model);
    }

    abstract void others(Model model);

    @Override
    public boolean isPrepared(Model model) {
      return model.doing("a") == Doing.SELECTING && model.doing(IO) == Doing.PARKED_FOR_A_TIME;
    }
  }

  /** A caller drives, and the I/O thread is asleep. */
  abstract static class IoThreadAsleep extends CallerDrives {
    @Override
    public boolean isPrepared(Model model) {
      return model.doing("a") == Doing.SELECTING && model.doing(IO) == Doing.PARKED;
    }
  }

  /** A caller drives, and the I/O thread may fall asleep in the explored part. */
  abstract static class IoThreadFallsAsleep extends CallerDrives {
    @Override
    public boolean isPrepared(Model model) {
      return model.timeouts() == IoThread.PATIENCE - 1;
    }

    @Override
    protected int pauses() {
      return 2;
    }
  }

  /** A caller was handed the reactor and has left it; the I/O thread looks on. */
  abstract static class NobodyDrives extends ReactorScenario {
    private final Caller a = new Caller(true);

    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      model.prepare(
          "a",
          () -> {
            pause(); // until the I/O thread selects
            a.receive();
          });
      model.prepare(
          "network a",
          () -> {
            pause(); // until the caller selects
            a.arrive();
          });
      others(model);
    }

    abstract void others(Model model);

    @Override
    public boolean isPrepared(Model model) {
      return model.doing("a") == Doing.DONE && model.doing(IO) == Doing.PARKED_FOR_A_TIME;
    }
  }

  /** The I/O thread selects. */
  abstract static class IoThreadSelects extends ReactorScenario {
    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      others(model);
    }

    abstract void others(Model model);

    @Override
    public boolean isPrepared(Model model) {
      return model.doing(IO) == Doing.SELECTING;
    }
  }

  /** The I/O thread is about to drive for the first time. */
  abstract static class IoThreadStarts extends ReactorScenario {
    @Override
    public void begin(Model model) {
      model.prepare("nothing", () -> {});
      model.explore("starts", reactor::start);
      others(model);
    }

    abstract void others(Model model);
  }

  // ------------------------------------------------------------------ work and the selector

  static final class TaskAsTheIoThreadSelects extends IoThreadStarts {
    @Override
    void others(Model model) {
      model.explore("posts", this::post);
      model.explore("posts too", this::post);
    }
  }

  static final class TailAsTheIoThreadSelects extends IoThreadStarts {
    @Override
    void others(Model model) {
      model.explore("publishes", this::publish);
      model.explore("posts", this::post);
    }
  }

  static final class TailFromTwoPublishers extends IoThreadSelects {
    @Override
    void others(Model model) {
      model.explore("publishes", this::publish);
      model.explore("publishes too", this::publish);
    }
  }

  static final class TaskAsACallerSelects extends IoThreadSelects {
    private final Caller a = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::receive);
      model.explore("posts", this::post);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && model.doing("a") == Doing.SELECTING;
    }
  }

  static final class InterestAsACallerSelects extends CallerDrives {
    private final Caller b = new Caller(false);

    @Override
    void others(Model model) {
      b.key.interested(false);
      model.explore(
          "wants",
          () -> {
            b.key.interested(true);
            reactor.interestChanged();
          });
      model.explore("network", b::arrive);
      model.explore("posts", this::post);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && model.doing("a") == Doing.SELECTING;
    }
  }

  // ------------------------------------------------------------------ work, and a caller leaves

  static final class TaskAsACallerLeaves extends CallerDrives {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("posts", this::post);
    }
  }

  static final class TaskAsACallerLeavesASleeper extends IoThreadAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("posts", this::post);
    }
  }

  static final class TailAsACallerLeavesASleeper extends IoThreadAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("publishes", this::publish);
    }
  }

  static final class TaskAsTheIoThreadFallsAsleep extends IoThreadFallsAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("posts", this::post);
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  static final class TailAsTheIoThreadFallsAsleep extends IoThreadFallsAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("publishes", this::publish);
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  /** The caller drives on, so it will not wake the I/O thread. */
  static final class TailBesideASleeper extends IoThreadFallsAsleep {
    @Override
    void others(Model model) {
      model.explore("publishes", this::publish);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && model.doing("a") == Doing.SELECTING;
    }
  }

  /** Afterwards nobody drives, so the I/O thread must be at it, or about to look. */
  static final class CallerLeavesAsTheIoThreadFallsAsleep extends IoThreadFallsAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
    }

    @Override
    public boolean isDone(Model model) {
      return super.isDone(model) && model.doing(IO) != Doing.PARKED;
    }
  }

  static final class TaskAfterAGlance extends IoThreadFallsAsleep {
    @Override
    void others(Model model) {
      model.explore("network", a::arrive);
      model.explore("glances", reactor::glance);
      model.explore("posts", this::post);
    }

    @Override
    protected int pauses() {
      return 1;
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  // ------------------------------------------------------------------ several callers

  static final class CallerLeavesAnother extends CallerDrives {
    private final Caller b = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("b", b::receive);
      model.explore(
          "network",
          () -> {
            a.arrive();
            b.arrive();
          });
    }
  }

  static final class CallerLeavesTwoThatNeverDrive extends IoThreadAsleep {
    private final Caller b = new Caller(false);
    private final Caller c = new Caller(false);

    @Override
    void others(Model model) {
      model.explore("b", b::receive);
      model.explore("c", c::receive);
      model.explore(
          "network",
          () -> {
            a.arrive();
            c.arrive();
            b.arrive();
          });
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  static final class CallerLeavesOneAsTheIoThreadFallsAsleep extends IoThreadFallsAsleep {
    private final Caller b = new Caller(false);

    @Override
    void others(Model model) {
      model.explore("b", b::receive);
      model.explore(
          "network",
          () -> {
            a.arrive();
            b.arrive();
          });
    }

    @Override
    protected int pauses() {
      return 1;
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  static final class ParkAsTheIoThreadLooks extends NobodyDrives {
    private final Caller b = new Caller(false);

    @Override
    void others(Model model) {
      model.explore("glances", reactor::glance);
      model.explore("b", b::receive);
      model.explore("network", b::arrive);
    }

    @Override
    protected int pauses() {
      return 1;
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  // ------------------------------------------------------------------ heirs

  static final class WishToDrive extends IoThreadSelects {
    private final Caller a = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::receive);
    }

    @Override
    public boolean isDone(Model model) {
      return model.doing("a") == Doing.SELECTING;
    }
  }

  static final class WishAsTheIoThreadSelects extends IoThreadStarts {
    private final Caller a = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::receive);
      model.explore("publishes", this::publish);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && model.doing("a") == Doing.SELECTING;
    }

    @Override
    protected int patience() {
      return 1; // the tail is looked at again, and only then is the reactor handed over
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  static final class TwoWishToDrive extends IoThreadSelects {
    private final Caller a = new Caller(true);
    private final Caller b = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::receive);
      model.explore("b", b::receive);
      model.explore(
          "network",
          () -> {
            a.arrive();
            b.arrive();
          });
    }

    @Override
    protected int patience() {
      return 2; // beside an heir that has what it wanted, the other waits for the next look
    }

    @Override
    protected int preemptions() {
      return 1;
    }
  }

  /** The heir does not drive beside another that parks, so the I/O thread has to, at once. */
  static final class HeirFindsAnotherParked extends IoThreadSelects {
    private final Caller a = new Caller(true);
    private final Caller b = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::receive);
      model.explore("b", b::receive);
      model.explore("network", b::arrive);
    }

    @Override
    protected int preemptions() {
      return 1;
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && model.areDoneBut(IO, "a");
    }
  }

  // ------------------------------------------------------------------ signals

  static final class SignalAsACallerSelects extends IoThreadSelects {
    private final Caller a = new Caller(true);

    @Override
    void others(Model model) {
      model.explore("a", a::awaitToken);
      model.explore("signals", a.waiter::signal);
    }
  }

  static final class SignalToWhoSelects extends CallerDrives {
    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      model.prepare("a", a::awaitToken);
      others(model);
    }

    @Override
    void others(Model model) {
      model.explore("signals", a.waiter::signal);
      model.explore("posts", this::post);
    }
  }

  static final class SignalAsACallerParks extends IoThreadSelects {
    private final Caller a = new Caller(false);

    @Override
    void others(Model model) {
      model.explore("a", a::awaitToken);
      model.explore("signals", a.waiter::signal);
    }
  }

  // ------------------------------------------------------------------ the end

  static final class CloseAsTheIoThreadSelects extends IoThreadStarts {
    @Override
    void others(Model model) {
      model.explore(
          "closes",
          () -> {
            post();
            reactor.close();
          });
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && hasEnded(model);
    }
  }

  static final class CloseAsACallerDrives extends CallerDrives {
    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      model.prepare("a", a::await);
      others(model);
    }

    @Override
    void others(Model model) {
      model.explore("closes", reactor::close);
      model.explore("glances", reactor::glance);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && hasEnded(model) && model.areDoneBut();
    }
  }

  static final class CloseAsTheIoThreadLooks extends NobodyDrives {
    @Override
    void others(Model model) {
      model.explore("closes", reactor::close);
      model.explore("glances", reactor::glance);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && hasEnded(model);
    }
  }

  static final class CloseAsTheIoThreadFallsAsleep extends IoThreadFallsAsleep {
    @Override
    public void begin(Model model) {
      model.prepare("starts", reactor::start);
      model.prepare("a", a::await);
      others(model);
    }

    @Override
    void others(Model model) {
      model.explore("closes", reactor::close);
    }

    @Override
    public boolean isDone(Model model) {
      return nothingIsLeft() && hasEnded(model) && model.areDoneBut();
    }
  }
}
