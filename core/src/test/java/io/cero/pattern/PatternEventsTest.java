package io.cero.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a socket takes for the state of a connection after several changes at once. */
class PatternEventsTest {
  private final Side push = Side.of(Push::new);
  private final Remote remote = push.connecting();

  @Test
  void shouldBeConnectedWhenItWasMadeLostAndMadeAgainMeanwhile() {
    remote.connected("");
    remote.lost();
    remote.connected("");
    push.drain();
    assertTrue(remote.peer.isConnected());
  }

  @Test
  void shouldNotBeConnectedWhenItWasLostMadeAndLostAgainMeanwhile() {
    remote.connected("");
    push.drain();
    remote.lost();
    remote.connected("");
    remote.lost();
    push.drain();
    assertFalse(remote.peer.isConnected());
  }

  @Test
  void shouldBeConnectedInTheEndWhenTheStateRunsAheadOfItsEvent() {
    remote.connected("");
    remote.lost();
    remote.peer.account.connected("", "");
    push.drain();
    remote.connected("");
    push.drain();
    assertTrue(remote.peer.isConnected());
    remote.lost();
    remote.peer.account.connected("", "");
    push.drain();
    remote.lost();
    push.drain();
    assertFalse(remote.peer.isConnected());
  }

  @Test
  void shouldNotForgetAPeerWhoseConnectionIsLost() {
    remote.connected("");
    push.drain();
    remote.lost();
    push.drain();
    assertFalse(remote.peer.isConnected());
    assertEquals(0, push.forgotten.size());
  }
}
