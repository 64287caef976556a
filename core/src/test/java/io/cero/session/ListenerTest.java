package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.FreshOptions;
import io.cero.SocketEvent;
import io.cero.transport.BindEndpoint;
import io.cero.transport.BoundChannel;
import io.cero.transport.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener does when the system gives it no connection. */
class ListenerTest {
  /** A listening channel that fails to accept as often as it is told. */
  private static final class Failing implements BoundChannel {
    private final ServerSocketChannel channel = ServerSocketChannel.open();
    private final AtomicInteger failures;
    private final String endpoint;

    Failing(int failures) throws IOException {
      this.failures = new AtomicInteger(failures);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      endpoint = "tcp:/" + channel.getLocalAddress();
    }

    @Override
    public ServerSocketChannel channel() {
      return channel;
    }

    @Override
    public String endpoint() {
      return endpoint;
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
      if (failures.get() > 0) {
        failures.decrementAndGet();
        throw new IOException("Too many open files");
      }
      SocketChannel accepted = channel.accept();
      if (accepted != null) {
        accepted.configureBlocking(false);
      }
      return accepted;
    }

    @Override
    public String describePeer(SocketChannel accepted) {
      return "tcp://somebody";
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void shouldPauseAndGoOnWhenThereAreTooManyOpenFiles() throws Exception {
    try (Rig rig = new Rig();
        Failing bound = new Failing(2)) {
      Listener listener = new Listener(rig.profile(FreshOptions.req()), bound);
      listener.start();
      rig.event(SocketEvent.Listening.class);
      try (RawClient peer = RawClient.connect(bound.endpoint())) {
        for (int i = 0; i < 2; i++) {
          assertEquals("Too many open files", rig.event(SocketEvent.AcceptFailed.class).text());
        }
        rig.event(SocketEvent.Accepted.class);
        peer.handshake("REP");
        rig.event(SocketEvent.HandshakeSucceeded.class);
        assertTrue(rig.events.isEmpty(), "it tried once per pause: " + rig.events);
      }
      rig.event(SocketEvent.Disconnected.class);
      listener.close().await();
      rig.event(SocketEvent.Closed.class);
    }
  }

  @Test
  void shouldTellWhenItsChannelCannotBeRegistered() throws Exception {
    try (Rig rig = new Rig();
        Failing bound = new Failing(0)) {
      bound.channel().configureBlocking(true); // which no transport should
      Listener listener = new Listener(rig.profile(FreshOptions.req()), bound);
      listener.start();
      rig.event(SocketEvent.AcceptFailed.class);
      listener.close().await();
    }
  }

  @Test
  void shouldFreeAPathAtOnceWhenTheReactorIsBusy(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("socket");
    BindEndpoint endpoint = (BindEndpoint) Endpoint.forBind("ipc://" + path);
    CountDownLatch busy = new CountDownLatch(1);
    try (Rig rig = new Rig()) {
      Profile profile = rig.profile(FreshOptions.req());
      Listener first = new Listener(profile, endpoint.bind(profile.transport));
      first.start();
      CountDownLatch begun = new CountDownLatch(1);
      rig.reactor.execute(
          () -> {
            begun.countDown();
            await(busy);
          });
      begun.await();
      try {
        CountDownLatch closed = first.close();
        Listener next = new Listener(profile, endpoint.bind(profile.transport));
        next.start();
        busy.countDown();
        closed.await();
        assertTrue(Files.exists(path), "the next one's file is there");
        next.close().await();
        assertFalse(Files.exists(path));
      } finally {
        busy.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
