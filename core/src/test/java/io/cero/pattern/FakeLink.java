package io.cero.pattern;

import io.cero.DisconnectReason;
import io.cero.HandshakeFailure;

/** A link that only records what was asked of it, and tells a reader of what was published. */
final class FakeLink implements Link {
  final Runnable onPublished;
  int published;
  int flushes;
  boolean closed;
  boolean dropped;
  String refused = "";

  FakeLink(Runnable onPublished) {
    this.onPublished = onPublished;
  }

  @Override
  public void published() {
    published++;
    onPublished.run();
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public void subscribe(byte[] prefix) {
    throw new AssertionError("these patterns do not subscribe");
  }

  @Override
  public void cancel(byte[] prefix) {
    throw new AssertionError("these patterns do not subscribe");
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void drop(DisconnectReason reason, String text) {
    dropped = true;
  }

  @Override
  public void refuse(HandshakeFailure reason, String text) {
    dropped = true;
    refused = text;
  }
}
