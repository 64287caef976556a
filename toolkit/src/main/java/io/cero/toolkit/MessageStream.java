package io.cero.toolkit;

import io.cero.ClosedException;
import io.cero.Message;
import io.cero.OutOfTurnException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a socket, for one subscriber at a time. It takes a message from the socket only
 * when there is demand for it.
 */
final class MessageStream implements Flow.Publisher<Message> {
  private final Supplier<Optional<Message>> source;
  private final Turn turn;
  private final BooleanSupplier othersWait;
  private final AtomicReference<@Nullable MessageSubscription> current = new AtomicReference<>();

  /**
   * A stream that gives way while there is somebody before it.
   *
   * @param source takes the next message, without waiting
   */
  MessageStream(Supplier<Optional<Message>> source, Turn turn, BooleanSupplier othersWait) {
    this.source = source;
    this.turn = turn;
    this.othersWait = othersWait;
  }

  // ------------------------------------------------------------------ any thread

  @Override
  public void subscribe(Flow.Subscriber<? super Message> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    MessageSubscription subscription = new MessageSubscription(subscriber, turn);
    MessageSubscription before = current.get();
    while (before == null || before.isCancelled()) {
      if (current.compareAndSet(before, subscription)) {
        turn.due();
        return;
      }
      before = current.get(); // the turn may have struck out the one that is over
    }
    subscription.refuse(
        new IllegalStateException(
            "these messages have a subscriber already: each goes to one, so let that one pass"
                + " them on, or cancel it first"));
  }

  // ------------------------------------------------------------------ the turn

  /** Gives the subscriber what it is due; false if there is nothing now. */
  boolean serve() {
    MessageSubscription subscription = current.get();
    if (subscription == null) {
      return false;
    }
    boolean served = subscription.begin();
    // In this order: a future that was asked for before the message was requested is seen.
    if (subscription.isWanting() && !othersWait.getAsBoolean()) {
      served |= serveMessage(subscription);
    }
    if (subscription.isOver()) {
      current.compareAndSet(subscription, null);
    }
    return served;
  }

  private boolean serveMessage(MessageSubscription subscription) {
    Message message;
    try {
      message = source.get().orElse(null);
    } catch (OutOfTurnException later) {
      return false; // a REQ whose next request was not sent yet
    } catch (ClosedException closed) {
      subscription.complete();
      return true;
    } catch (Throwable fault) { // an Error too: the subscriber must not wait for ever
      subscription.fail(fault);
      return true;
    }
    if (message == null) {
      return false;
    }
    subscription.next(message);
    return true;
  }

  /** There will be no more: in good order, or for a reason. */
  void end(@Nullable RuntimeException fault) {
    MessageSubscription subscription = current.get();
    if (subscription == null) {
      return;
    }
    subscription.begin();
    if (fault == null) {
      subscription.complete();
    } else {
      subscription.fail(fault);
    }
    current.compareAndSet(subscription, null);
  }
}
