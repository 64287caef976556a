package io.cero.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.toolkit.EventLoop.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLoopTimerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration JUST_LESS = SECOND.minusNanos(1);
  private static final Duration NANOSECOND = Duration.ofNanos(1);

  private final FakeClock clock = FakeClock.create();
  private final List<String> events = new ArrayList<>();
  private Context context;
  private EventLoop loop;

  @BeforeEach
  void makeLoop() {
    context = Context.create();
    loop = EventLoop.create(context, clock);
  }

  @AfterEach
  void closeAll() {
    loop.close();
    context.close();
  }

  private Handler<Timer> note(String event) {
    return timer -> events.add(event);
  }

  private List<String> eventsAfter(Duration time) {
    events.clear();
    clock.advance(time);
    loop.turn();
    return List.copyOf(events);
  }

  @Test
  void shouldCallOnceWhenTheTimeHasCome() {
    Timer timer = loop.after(SECOND, note("due"));
    assertTrue(timer.isActive());
    assertEquals(List.of(), eventsAfter(JUST_LESS));
    assertEquals(List.of("due"), eventsAfter(NANOSECOND));
    assertFalse(timer.isActive());
    assertEquals(List.of(), eventsAfter(SECOND.multipliedBy(100)));
  }

  @Test
  void shouldCallAtOnceAndOnceWhenTheTimeHasPassed() {
    loop.after(Duration.ofHours(-1), note("negative"));
    loop.after(Duration.ZERO, note("zero"));
    loop.at(clock.instant().minusSeconds(1), note("past"));
    loop.at(Instant.MIN, note("long past"));
    assertEquals(List.of("negative", "zero", "past", "long past"), eventsAfter(Duration.ZERO));
    assertEquals(List.of(), eventsAfter(SECOND));
  }

  @Test
  void shouldCallAtAnInstantOfWallTime() {
    loop.at(clock.instant().plus(SECOND), note("due"));
    assertEquals(List.of(), eventsAfter(JUST_LESS));
    assertEquals(List.of("due"), eventsAfter(NANOSECOND));
  }

  @Test
  void shouldCallInOrderOfTimeAndThenOfEntryWhenSeveralAreDue() {
    loop.after(SECOND.multipliedBy(3), note("3"));
    loop.after(SECOND, note("1 first"));
    loop.after(SECOND.multipliedBy(2), note("2"));
    loop.after(SECOND, note("1 second"));
    assertEquals(List.of("1 first", "1 second", "2", "3"), eventsAfter(SECOND.multipliedBy(10)));
  }

  @Test
  void shouldNeverBeDueWhenTheDelayIsTheLongestThereIs() {
    Timer timer = loop.after(Duration.ofSeconds(Long.MAX_VALUE), note("never"));
    loop.at(Instant.MAX, note("never"));
    assertEquals(List.of(), eventsAfter(Duration.ofDays(50_000)));
    assertTrue(timer.isActive());
  }

  @Test
  void shouldKeepTheRhythmWhenATimerRepeats() {
    loop.every(SECOND, note("tick"));
    assertEquals(List.of(), eventsAfter(JUST_LESS));
    assertEquals(List.of("tick"), eventsAfter(NANOSECOND));
    assertEquals(List.of("tick"), eventsAfter(SECOND.plusMillis(300)));
    assertEquals(List.of(), eventsAfter(Duration.ofMillis(699)));
    assertEquals(List.of("tick"), eventsAfter(Duration.ofMillis(1)));
  }

  @Test
  void shouldCallOnceForAllThatWereMissed() {
    loop.every(SECOND, note("tick"));
    assertEquals(List.of("tick"), eventsAfter(Duration.ofMillis(5_500)));
    assertEquals(List.of(), eventsAfter(Duration.ofMillis(499)));
    assertEquals(List.of("tick"), eventsAfter(Duration.ofMillis(1)));
  }

  @Test
  void shouldRefuseAnIntervalThatIsNotPositive() {
    assertThrows(IllegalArgumentException.class, () -> loop.every(Duration.ZERO, note("")));
    assertThrows(IllegalArgumentException.class, () -> loop.every(SECOND.negated(), note("")));
    assertEquals(List.of(), eventsAfter(SECOND));
  }

  @Test
  void shouldEndARepeatingTimerWhenItsHandlerCancelsIt() {
    Timer timer =
        loop.every(
            SECOND,
            due -> {
              events.add("tick");
              due.cancel();
              due.cancel();
            });
    assertEquals(List.of("tick"), eventsAfter(SECOND));
    assertFalse(timer.isActive());
    assertEquals(List.of(), eventsAfter(SECOND));
  }

  @Test
  void shouldNotCallWhatAnotherTimerOfTheTurnHasCancelled() {
    Timer[] second = new Timer[1];
    loop.after(
        SECOND,
        timer -> {
          events.add("first");
          second[0].cancel();
        });
    second[0] = loop.after(SECOND, note("second"));
    assertEquals(List.of("first"), eventsAfter(SECOND));
    assertEquals(List.of(), eventsAfter(SECOND));
  }

  @Test
  void shouldCallInTheNextTurnWhatAHandlerHasEntered() {
    loop.after(
        SECOND,
        timer -> {
          events.add("first");
          loop.after(Duration.ZERO, note("added"));
          timer.restart();
        });
    loop.after(SECOND, note("second"));
    assertEquals(List.of("first", "second"), eventsAfter(SECOND));
    assertEquals(List.of("added"), eventsAfter(Duration.ZERO));
    assertEquals(List.of("first"), eventsAfter(SECOND));
  }

  @Test
  void shouldNotStarveSocketsWhenATimerIsAlwaysDue() {
    PullSocket pull = context.pull();
    PushSocket push = context.push();
    pull.bind("inproc://starve");
    push.connect("inproc://starve");
    push.send("message");
    loop.onReadable(pull, socket -> events.add(socket.receiveText()));
    loop.after(
        Duration.ZERO,
        timer -> {
          events.add("timer");
          timer.restart();
        });
    assertEquals(List.of("timer", "message"), eventsAfter(Duration.ZERO));
    assertEquals(List.of("timer"), eventsAfter(Duration.ZERO));
  }

  @Test
  void shouldBeginAnewWhenATimerIsRestarted() {
    Timer timer = loop.after(SECOND, note("due"));
    assertEquals(List.of(), eventsAfter(JUST_LESS));
    timer.restart();
    assertEquals(List.of(), eventsAfter(JUST_LESS));
    assertEquals(List.of("due"), eventsAfter(NANOSECOND));
    timer.restart();
    assertEquals(List.of("due"), eventsAfter(SECOND));
    timer.restart();
    timer.cancel();
    assertEquals(List.of(), eventsAfter(SECOND));
    timer.restart();
    assertEquals(List.of("due"), eventsAfter(SECOND));
  }

  @Test
  void shouldSetANewRhythmWhenARepeatingTimerIsRestarted() {
    Timer timer = loop.every(SECOND, note("tick"));
    assertEquals(List.of(), eventsAfter(Duration.ofMillis(300)));
    timer.restart();
    assertEquals(List.of(), eventsAfter(Duration.ofMillis(999)));
    assertEquals(List.of("tick"), eventsAfter(Duration.ofMillis(1)));
    assertEquals(List.of("tick"), eventsAfter(SECOND));
  }

  @Test
  void shouldKeepARepeatingTimerWhenItsHandlerThrows() {
    loop.onFault((culprit, fault) -> events.add(fault.getMessage()));
    loop.every(
        SECOND,
        timer -> {
          throw new IllegalStateException("on purpose");
        });
    assertEquals(List.of("on purpose"), eventsAfter(SECOND));
    assertEquals(List.of("on purpose"), eventsAfter(SECOND));
  }

  @Test
  void shouldNotCallTheRestWhenOneStopsTheLoop() {
    loop.after(SECOND, timer -> loop.stop());
    loop.after(SECOND, note("later"));
    clock.advance(SECOND);
    assertEquals(Ending.STOPPED, loop.run());
    assertEquals(List.of(), events);
    assertEquals(List.of("later"), eventsAfter(Duration.ZERO));
  }

  @Test
  void shouldWakeUpWhenTheFakeClockIsAdvancedByAnotherThread() throws Exception {
    CountDownLatch due = new CountDownLatch(3);
    loop.every(SECOND, timer -> due.countDown());
    Thread runner = loop.start();
    while (due.getCount() > 0) {
      clock.advance(SECOND);
      Thread.onSpinWait();
    }
    loop.stop();
    runner.join();
  }

  @Test
  void shouldCallTimersAndHandlersWhenTheClockIsTheSystems() {
    try (EventLoop real = EventLoop.create(context)) {
      PullSocket pull = context.pull();
      PushSocket push = context.push();
      push.connect(pull.bind("tcp://127.0.0.1:*"));
      int[] ticks = new int[1];
      real.onReadable(
          pull,
          socket -> {
            events.add(socket.receiveText());
            if (events.size() == 5) {
              real.after(Duration.ofMillis(1), timer -> real.stop());
            }
          });
      real.every(Duration.ofMillis(1), timer -> push.send("tick " + ++ticks[0]));
      assertEquals(Ending.STOPPED, real.run());
      assertEquals(List.of("tick 1", "tick 2", "tick 3", "tick 4", "tick 5"), events.subList(0, 5));
    }
  }
}
