package io.cero.toolkit;

import io.cero.Message;
import io.cero.Sender;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A message that is to be sent. */
final class PendingSend extends Pending<@Nullable Void> {
  private final Sender sender;
  private final Message message;

  PendingSend(Queue<Pending<?>> queue, Turn turn, Sender sender, Message message) {
    super(queue, turn);
    this.sender = sender;
    this.message = message;
  }

  @Override
  boolean attempt() {
    return sender.trySend(message);
  }

  @Override
  @Nullable Void outcome() {
    return null;
  }
}
