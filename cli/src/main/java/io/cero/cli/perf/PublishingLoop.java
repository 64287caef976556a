package io.cero.cli.perf;

import io.cero.PubSocket;
import java.nio.ByteBuffer;

/** Publishes messages of one size with prefixes in turn. Of one thread. */
final class PublishingLoop {
  private final PubSocket pub;
  private final ByteBuffer body;
  private final byte[][] prefixes;
  private final Counter counter;

  PublishingLoop(PubSocket pub, int size, Topics topics, Counter counter) {
    this.pub = pub;
    this.body = Bodies.direct(size);
    this.prefixes = topics.all();
    this.counter = counter;
  }

  void publish(long count) {
    int next = 0;
    for (long sent = 0; sent < count; counter.set(++sent)) {
      body.clear();
      body.put(0, prefixes[next]);
      next = next + 1 == prefixes.length ? 0 : next + 1;
      pub.send(body);
    }
  }
}
