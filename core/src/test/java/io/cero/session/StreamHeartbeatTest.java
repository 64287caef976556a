package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Heartbeat;
import io.cero.Message;
import io.cero.StreamSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A STREAM's bytes are the application's alone, whatever options its context has. */
class StreamHeartbeatTest {
  private static final int ROUND_TRIPS = 300;

  @Test
  void shouldSendNoPingWhenNobodySpeaksZmtp() {
    Heartbeat often = Heartbeat.every(Duration.ofMillis(1));
    try (Context context = Context.create();
        StreamSocket stream = context.stream(o -> o.heartbeat(often));
        RawClient client = RawClient.connect(stream.bind("tcp://127.0.0.1:*"))) {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        client.write(Zmtp.text("?"));
        Message question = next(stream);
        stream.send(Message.of(question.first().toByteArray(), Zmtp.text("!")));
        assertEquals("!", new String(client.read(1), StandardCharsets.ISO_8859_1), "trip " + i);
      }
    }
  }

  /** The next bytes; that somebody has connected is told by none. */
  private static Message next(StreamSocket stream) {
    while (true) {
      Message message = stream.receive(Duration.ofSeconds(20)).orElseThrow();
      if (message.last().size() > 0) {
        return message;
      }
    }
  }
}
