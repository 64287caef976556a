package io.cero.toolkit;

import io.cero.Message;
import io.cero.Receiver;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A message that is to be received. */
final class PendingReceive extends Pending<Message> {
  private final Receiver receiver;
  private @Nullable Message message;

  PendingReceive(Queue<Pending<?>> queue, Turn turn, Receiver receiver) {
    super(queue, turn);
    this.receiver = receiver;
  }

  @Override
  boolean attempt() {
    message = receiver.tryReceive().orElse(null);
    return message != null;
  }

  @Override
  Message outcome() {
    return Objects.requireNonNull(message);
  }
}
