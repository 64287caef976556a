package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.FreshOptions;
import io.cero.SocketEvent;
import io.cero.pattern.Peer;
import io.cero.pipe.Outgoing;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final byte[] FRAME = Zmtp.hex("00 01 61");

  private static void publish(Peer peer) {
    peer.out.append(new Outgoing().set(Zmtp.text("a")), false);
    peer.link().published();
  }

  /** What the driver began with the handshake is over once it has run another task. */
  private static void settle(Rig rig) throws InterruptedException {
    rig.event(SocketEvent.HandshakeSucceeded.class);
    CountDownLatch done = new CountDownLatch(1);
    rig.reactor.execute(done::countDown);
    assertTrue(done.await(RawClient.DEADLINE, TimeUnit.MILLISECONDS));
  }

  @Test
  void shouldWriteEveryLinkAtTheEndOfTheRun() throws IOException, InterruptedException {
    try (Rig rig = new Rig();
        ServerSocket listener = Rig.listener()) {
      Profile profile = rig.profile(FreshOptions.req());
      Dialer dialer = new Dialer(profile, Rig.to(listener.getLocalSocketAddress()), null);
      try {
        Peer peer = dialer.start();
        try (RawClient other = RawClient.accept(listener).handshake("REP")) {
          settle(rig);
          Session session = (Session) peer.link();
          long before = session.egress.writtenBytes();
          profile.run.begin();
          publish(peer);
          publish(peer);
          assertEquals(before, session.egress.writtenBytes());
          profile.run.end();

          assertArrayEquals(Zmtp.repeat(FRAME, 2), other.read(2 * FRAME.length));

          publish(peer); // no run: it leaves by itself
          assertArrayEquals(FRAME, other.read(FRAME.length));
        }
      } finally {
        dialer.close();
      }
    }
  }

  @Test
  void shouldLeaveToTheConnectionToComeWhatARunPublishedWithoutOne()
      throws IOException, InterruptedException {
    try (Rig rig = new Rig();
        ServerSocket listener = Rig.listener()) {
      Profile profile = rig.profile(FreshOptions.req());
      Dialer dialer = new Dialer(profile, Rig.to(listener.getLocalSocketAddress()), null);
      try {
        Peer peer = dialer.start();
        profile.run.begin();
        publish(peer);
        profile.run.end();
        try (RawClient other = RawClient.accept(listener).handshake("REP")) {
          assertArrayEquals(FRAME, other.read(FRAME.length));
        }
      } finally {
        dialer.close();
      }
    }
  }
}
