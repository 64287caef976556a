package io.cero.examples.pubsub;

import io.cero.Message;

/**
 * A change that a publisher tells everybody: four frames.
 *
 * @param key what has changed; empty if nothing has, and this only tells how far the numbers are
 * @param run which run of the publisher's it belongs to; the numbers begin anew with each
 * @param number counts the changes: 1 for the first
 * @param value what the key is now
 */
record Update(String key, String run, long number, String value) {
  static Update parse(Message message) {
    return new Update(
        message.text(0), message.text(1), Long.parseLong(message.text(2)), message.text(3));
  }

  Message toMessage() {
    return Message.of(key, run, Long.toString(number), value);
  }

  /** True if it only tells how far the numbers are. */
  boolean isBeat() {
    return key.isEmpty();
  }

  @Override
  public String toString() {
    return number + " " + key + " = " + value;
  }
}
