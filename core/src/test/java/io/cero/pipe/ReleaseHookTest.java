package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReleaseHookTest {
  @Test
  void shouldRunTheHookWhenTheBodyIsConsumedThoughNoMessageFollows() {
    Log log = new Log(new ChunkPool(), 0, 0);
    AtomicInteger released = new AtomicInteger();
    Outgoing body = new Outgoing();
    log.append(body.set(ByteBuffer.allocate(Log.SHARED), released::incrementAndGet), false);
    Incoming frame = new Incoming();
    log.hasMessage();
    log.read(frame);
    assertEquals(0, released.get());
    frame.done();
    assertEquals(1, released.get());
    log.trim();
    assertEquals(1, released.get());
  }
}
