package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cero.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PollSetTest {
  private final PollSet set = new PollSet();

  /** Counts how often it is looked at. */
  private static final class Counted extends Watched {
    private boolean isReady;
    private int looks;

    Counted(PollSet set) {
      super(set);
    }

    @Override
    boolean examine() {
      looks++;
      return isReady;
    }

    @Override
    void forget() {}

    @Override
    void detach() {}
  }

  private int looksOfAPollWhenOneIsReadyAmong(int count) {
    List<Counted> idle = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Counted each = new Counted(set);
      each.stir();
      idle.add(each);
    }
    Counted one = new Counted(set);
    set.poll(0, () -> {});
    idle.forEach(each -> each.looks = 0);

    one.isReady = true;
    one.stir();
    assertEquals(List.of(one), set.poll(0, () -> {}));
    assertEquals(List.of(one), set.poll(0, () -> {}));
    one.remove();

    return one.looks + idle.stream().mapToInt(each -> each.looks).sum();
  }

  @Test
  void shouldLookAtTwoThousandIdleSocketsAsOftenAsAtTwo() {
    int withTwo = looksOfAPollWhenOneIsReadyAmong(2);
    assertEquals(2, withTwo, "one look for each of two polls");
    assertEquals(withTwo, looksOfAPollWhenOneIsReadyAmong(2_000));
  }

  @Test
  void shouldEndWithClosedWhenClosedAndWokenBetweenTheTwoLooks() {
    AtomicBoolean closed = new AtomicBoolean();
    Runnable requireOpen =
        () -> {
          if (closed.getAndSet(true)) {
            throw new ClosedException("the context");
          }
          set.wake(); // as another thread does that closes right after this look
        };
    assertThrows(ClosedException.class, () -> set.poll(Long.MAX_VALUE, requireOpen));
  }
}
