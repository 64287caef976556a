package io.cero.toolkit;

import io.cero.Context;
import io.cero.Message;
import io.cero.PairSocket;
import java.util.Optional;

/**
 * An actor's end of the pipe to its parent: by it the actor says that it is ready, gets messages,
 * is told to stop, and answers.
 *
 * <p>The actor's thread uses it. All that waits here ends as {@link io.cero.Socket} says; with a
 * {@link io.cero.ClosedException} or an interrupt while the actor is being closed, which the body
 * need not catch: it is how an actor ends that did not look at its pipe.
 */
public final class ActorPipe {
  private final Actor actor;
  private final Context context;
  private final PairSocket socket;
  private boolean toldToStop;

  ActorPipe(Actor actor, Context context, PairSocket socket) {
    this.actor = actor;
    this.context = context;
    this.socket = socket;
  }

  /** Returns the context in which the actor makes its sockets. */
  public Context context() {
    return context;
  }

  /**
   * Says that the actor is ready: {@link Actor#start} returns. A second call does nothing. The
   * first {@link #receive} says so too.
   */
  public void ready() {
    actor.ready();
  }

  /**
   * Waits for the next message from the parent.
   *
   * @return the message; empty if the actor is to stop, now and ever after
   */
  public Optional<Message> receive() {
    ready();
    if (toldToStop) {
      return Optional.empty();
    }
    Message message = socket.receive();
    toldToStop = isStop(message);
    return toldToStop ? Optional.empty() : Optional.of(message);
  }

  /** True if a message that was received from {@link #socket} itself tells the actor to stop. */
  public static boolean isStop(Message message) {
    return message.equals(Actor.STOP);
  }

  /** True once the actor is to stop, for a body that computes and does not receive. */
  public boolean isStopping() {
    return toldToStop || actor.isStopping();
  }

  /** Sends a message to the parent; waits while the pipe is full. */
  public void send(Message message) {
    socket.send(message);
  }

  /** Sends a message to the parent, text in UTF-8; waits while the pipe is full. */
  public void send(String first, String... more) {
    socket.send(first, more);
  }

  /**
   * Returns the socket, to be watched by a {@link io.cero.Poller} or an {@link EventLoop}; when it
   * is readable, {@link #receive} does not wait. It is closed with the actor.
   */
  public PairSocket socket() {
    return socket;
  }
}
