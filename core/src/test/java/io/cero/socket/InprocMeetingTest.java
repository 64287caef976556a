package io.cero.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.DropReason;
import io.cero.FreshOptions;
import io.cero.SocketEvent;
import io.cero.SocketOptions;
import io.cero.pattern.Host;
import io.cero.pattern.Pattern;
import io.cero.pattern.Pull;
import io.cero.pattern.Push;
import io.cero.pipe.Outgoing;
import io.cero.session.Profile;
import io.cero.wire.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InprocMeetingTest {
  private static final String NAME = "inproc://met";

  private final ContextCore context = new ContextCore(FreshOptions.context());
  private final SocketCore bound = core(SocketType.PULL, FreshOptions.pull(), Pull::new);
  private final SocketCore connecter = core(SocketType.PUSH, FreshOptions.push(), Push::new);

  private SocketCore core(
      SocketType type, SocketOptions<?> options, Function<Host, Pattern> pattern) {
    Profile.Particulars particulars =
        new Profile.Particulars(type, false, false, new byte[0], null, null, null);
    return new SocketCore(context, particulars, options, pattern);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void shouldLetGoOnBothSidesWhenTheBoundSocketIsClosedAsItIsFound() {
    EventQueue events = bound.monitors().open();
    InprocLink link = InprocMeeting.prepare(connecter, context, NAME, null);
    link.peer().out.append(new Outgoing().set(new byte[1]), false);
    bound.close(); // it was found just before
    InprocMeeting.of(bound, connecter, link, NAME);
    link.close();
    link.peer().abandon();
    assertEquals(List.of(), connecter.statistics().peers());
    assertEquals(List.of(), bound.statistics().peers());
    assertEquals(1, connecter.statistics().sent().dropped(DropReason.PEER_GONE));
    assertEquals(1, bound.statistics().received().dropped(DropReason.CLOSED));
    List<Class<?>> told = new ArrayList<>();
    for (SocketEvent event = events.poll(); event != null; event = events.poll()) {
      told.add(event.getClass());
    }
    assertEquals(
        List.of(
            SocketEvent.MonitorStopped.class,
            SocketEvent.HandshakeSucceeded.class,
            SocketEvent.Disconnected.class,
            SocketEvent.Dropped.class),
        told);
  }
}
