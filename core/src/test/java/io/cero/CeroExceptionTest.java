package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CeroExceptionTest {
  @Test
  void shouldSayWhatToDo() {
    assertEquals(
        "the REP socket is closed: stop using it, and make a new one if there is more to do",
        new ClosedException("the REP socket").getMessage());
    assertEquals(
        "receive was interrupted and did nothing; the thread's interrupt flag is still set:"
            + " clear it with Thread.interrupted() to go on with this socket, or close it",
        new InterruptedOperationException("receive").getMessage());
    assertEquals(
        "send did not finish within 250 ms and did nothing: call again, or allow a longer timeout",
        new TimedOutException("send", Duration.ofMillis(250)).getMessage());
    assertEquals(
        "the buffer has room for 4 bytes and the message needs 5: the message stays;"
            + " receive it again with a larger buffer, or as a Message",
        new BufferTooSmallException(4, 5).getMessage());
    assertEquals(
        "no connected peer has the routing id PEER2: nothing was sent;"
            + " send again when it has connected, or drop the message",
        new UnroutableException(RoutingId.of("PEER2")).getMessage());
    for (OutOfTurnException outOfTurn :
        List.of(
            OutOfTurnException.requestAwaitsReply(),
            OutOfTurnException.noRequestSent(),
            OutOfTurnException.noRequestReceived(),
            OutOfTurnException.replyIsDue())) {
      assertTrue(outOfTurn.getMessage().contains("before the next"), outOfTurn::getMessage);
    }
  }

  @Test
  void shouldNameBothThreadsWhenTheyMeet() {
    assertEquals(
        "thread 'second' used the PUSH socket while thread 'first' is inside one of its calls:"
            + " give each thread a socket of its own, or take turns",
        new ConcurrentUseException("the PUSH socket", "first", "second").getMessage());
  }

  @Test
  void shouldListTheKnownSchemesWhenOneIsUnknown() {
    EndpointException unknown =
        EndpointException.unknownScheme("udp://*:5555", List.of("tcp", "inproc", "ipc"));
    assertEquals(
        "'udp://*:5555': no transport serves this scheme; use one of inproc://, ipc://, tcp://",
        unknown.getMessage());
    assertEquals("udp://*:5555", unknown.endpoint());
    assertEquals(
        "'tcp://x:99999': the port must be 0 to 65535",
        new EndpointException("tcp://x:99999", "the port must be 0 to 65535").getMessage());
  }

  @Test
  void shouldCarryWhatTheCallerNeeds() {
    BindException cause = new BindException("Address already in use");
    AddressInUseException inUse = new AddressInUseException("tcp://*:5555", cause);
    assertSame(cause, inUse.getCause());
    assertEquals("tcp://*:5555", inUse.endpoint());
    assertEquals(
        "'tcp://*:5555' is in use: bind another endpoint, or close the socket or end the process"
            + " that holds it",
        inUse.getMessage());
    assertEquals(5_000_000_000L, new BufferTooSmallException(4, 5_000_000_000L).neededSize());
    assertEquals(
        Duration.ofMillis(250), new TimedOutException("send", Duration.ofMillis(250)).timeout());
    assertEquals(
        SocketOptions.FOREVER, new TimedOutException("send", SocketOptions.FOREVER).timeout());
  }

  @Test
  void shouldSurviveSerialisationWhenLogged() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new UnroutableException(RoutingId.of("PEER2")));
      out.writeObject(new TimedOutException("send", Duration.ofMillis(250)));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(RoutingId.of("PEER2"), ((UnroutableException) in.readObject()).routingId());
      assertEquals(Duration.ofMillis(250), ((TimedOutException) in.readObject()).timeout());
    }
  }
}
