package io.cero.toolkit;

import java.time.Duration;

/**
 * What is set for an actor before it is started: {@code Actor.start(context, o ->
 * o.name("cruncher"), body)}. Of the thread that starts it.
 */
public final class ActorOptions {
  private String name = "actor";
  private boolean virtual;
  private Duration startTimeout = Duration.ofSeconds(30);
  private Duration stopTimeout = Duration.ofSeconds(1);
  private int highWaterMark = io.cero.SocketOptions.DEFAULT_HIGH_WATER_MARK;

  ActorOptions() {}

  /** The name of the actor and its thread, for people; default {@code actor}. */
  public ActorOptions name(String text) {
    name = text;
    return this;
  }

  /** Returns the name of the actor and its thread. */
  public String name() {
    return name;
  }

  /**
   * Whether the actor is a virtual thread where the JDK has them (21 and later); on an older one it
   * is a platform thread all the same. Default false: a platform thread waits faster, since it may
   * read the network itself.
   */
  public ActorOptions virtual(boolean on) {
    virtual = on;
    return this;
  }

  /** Returns whether the actor is a virtual thread where the JDK has them. */
  public boolean virtual() {
    return virtual;
  }

  /**
   * How long {@link Actor#start} waits for the actor to be ready; default 30 s.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ActorOptions startTimeout(Duration timeout) {
    startTimeout = notNegative("startTimeout", timeout);
    return this;
  }

  /** Returns how long {@link Actor#start} waits for the actor to be ready. */
  public Duration startTimeout() {
    return startTimeout;
  }

  /**
   * How long {@link Actor#close} waits for the actor to end when it was told to stop, and then
   * again when it was interrupted; default 1 s.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ActorOptions stopTimeout(Duration timeout) {
    stopTimeout = notNegative("stopTimeout", timeout);
    return this;
  }

  /** Returns how long {@link Actor#close} waits for the actor to end, each of two times. */
  public Duration stopTimeout() {
    return stopTimeout;
  }

  /**
   * How many messages may wait in the pipe, in each direction, before a send waits; default 1,000.
   * (On inproc both ends' marks add up, so twice as many fit.)
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ActorOptions highWaterMark(int messages) {
    if (messages < 1) {
      throw new IllegalArgumentException(
          "highWaterMark: " + messages + " is less than 1: an actor's pipe has a limit");
    }
    highWaterMark = messages;
    return this;
  }

  /** Returns how many messages may wait in the pipe, in each direction. */
  public int highWaterMark() {
    return highWaterMark;
  }

  private static Duration notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(option + ": " + value + " is negative; give zero or more");
    }
    return value;
  }
}
