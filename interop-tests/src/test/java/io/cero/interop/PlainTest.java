package io.cero.interop;

import static io.cero.interop.Samples.assertSame;
import static io.cero.interop.Samples.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.HandshakeFailure;
import io.cero.Message;
import io.cero.PlainAuthenticator;
import io.cero.Reconnect;
import io.cero.RouterSocket;
import io.cero.Security;
import io.cero.SocketEvent;
import io.cero.SocketMonitor;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.PeerSocket;
import io.cero.testkit.Peers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PLAIN with libzmq, in both roles. */
class PlainTest {
  private static final PlainAuthenticator ONLY_ALICE =
      (user, password, address) -> user.equals("alice") && password.equals("s3cret");

  private final Context context = Context.create();
  private final Peer python = Peers.require(PeerKind.PYTHON);

  @AfterEach
  void closeBoth() {
    context.close();
    python.close();
  }

  private PeerSocket client(String user, String password) {
    return python.open(
        "DEALER", Map.of("PLAIN_USERNAME", user, "PLAIN_PASSWORD", password, "LINGER", 0));
  }

  /**
   * Sends it, unless the peer has been refused already: libzmq then takes its connection's queue
   * away, and has no room from there on.
   */
  private static void offer(PeerSocket refused, String body) {
    refused.trySend(Duration.ZERO, text(body));
  }

  private RouterSocket server() {
    return context.router(
        options ->
            options.security(Security.plainServer(ONLY_ALICE)).receiveTimeout(Peers.DEADLINE));
  }

  @Test
  void shouldLetAClientInWhenItsPasswordIsRight() {
    RouterSocket server = server();
    PeerSocket client = client("alice", "s3cret");
    client.connect(server.bind("tcp://127.0.0.1:*"));
    client.send(text("it is me"));
    Message message = server.receive();
    assertEquals("it is me", message.text(1));
    assertEquals(Optional.of("alice"), message.metadata().orElseThrow().userId());
    server.send(message);
    assertSame(List.of(text("it is me")), client.receive());
  }

  @Test
  void shouldKeepAClientOutWhenItsPasswordIsWrong() {
    RouterSocket server = server();
    SocketMonitor monitor = server.monitor();
    String endpoint = server.bind("tcp://127.0.0.1:*");
    PeerSocket wrong = client("alice", "secret");
    wrong.monitor();
    wrong.connect(endpoint);
    offer(wrong, "it is me");
    assertEquals(
        HandshakeFailure.AUTHENTICATION,
        Monitored.await(monitor, SocketEvent.HandshakeFailed.class).reason());

    PeerSocket right = client("alice", "s3cret");
    right.connect(endpoint);
    right.send(text("no, it is me"));
    assertEquals("no, it is me", server.receive().text(1));
  }

  @Test
  void shouldFailWhenOnlyTheServerAsksForAPassword() {
    RouterSocket server = server();
    SocketMonitor monitor = server.monitor();
    PeerSocket open = python.open("DEALER", Map.of("LINGER", 0));
    open.connect(server.bind("tcp://127.0.0.1:*"));
    // libzmq sees it as well, and may be the first to close.
    HandshakeFailure reason = Monitored.await(monitor, SocketEvent.HandshakeFailed.class).reason();
    assertTrue(
        EnumSet.of(HandshakeFailure.MECHANISM, HandshakeFailure.PEER_CLOSED).contains(reason),
        reason.toString());
  }

  /** Whom libzmq's server asks about its clients (RFC 27). */
  private PeerSocket zap() {
    PeerSocket zap = python.open("REP");
    zap.bind("inproc://zeromq.zap.01");
    return zap;
  }

  private static void decide(PeerSocket zap, String user, String password) {
    List<byte[]> request = zap.receive();
    assertEquals("PLAIN", new String(request.get(5), UTF_8));
    boolean good =
        new String(request.get(6), UTF_8).equals(user)
            && new String(request.get(7), UTF_8).equals(password);
    zap.send(
        request.get(0),
        request.get(1),
        text(good ? "200" : "400"),
        text(good ? "OK" : "no"),
        request.get(6),
        Samples.EMPTY);
  }

  @Test
  void shouldBeLetInWhenItsPasswordIsRight() {
    PeerSocket zap = zap();
    PeerSocket server = python.open("ROUTER", Map.of("PLAIN_SERVER", true, "ZAP_DOMAIN", "test"));
    DealerSocket client =
        context.dealer(
            options ->
                options
                    .security(Security.plainClient("alice", "s3cret"))
                    .receiveTimeout(Peers.DEADLINE));
    SocketMonitor monitor = client.monitor();
    client.connect(server.bind("tcp://127.0.0.1:*"));
    client.send("it is me");
    decide(zap, "alice", "s3cret");
    List<byte[]> message = server.receive();
    assertSame(List.of(text("it is me")), List.of(message.get(1)));
    server.send(message.get(0), text("welcome"));
    assertEquals("welcome", client.receiveText());
    assertEquals(
        "PLAIN", Monitored.await(monitor, SocketEvent.HandshakeSucceeded.class).mechanism());
  }

  @Test
  void shouldSayWhyWhenItIsKeptOut() {
    PeerSocket zap = zap();
    PeerSocket server = python.open("ROUTER", Map.of("PLAIN_SERVER", true, "ZAP_DOMAIN", "test"));
    DealerSocket client =
        context.dealer(
            options ->
                options
                    .security(Security.plainClient("alice", "wrong"))
                    .reconnect(Reconnect.never()));
    SocketMonitor monitor = client.monitor();
    client.connect(server.bind("tcp://127.0.0.1:*"));
    decide(zap, "alice", "s3cret");
    SocketEvent.HandshakeFailed failed =
        Monitored.await(monitor, SocketEvent.HandshakeFailed.class);
    assertEquals(HandshakeFailure.AUTHENTICATION, failed.reason(), failed.text());
    assertTrue(failed.text().contains("400"), failed.text());
  }
}
