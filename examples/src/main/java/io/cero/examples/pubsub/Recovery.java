package io.cero.examples.pubsub;

import io.cero.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * What a publisher answers to who has missed something: the updates that are missing, or where
 * there are too many of them, everything as it is now. One message, so it comes whole: the kind,
 * the run, the number of the last update, and a key and a value for each.
 *
 * @param kind what the changes are
 * @param run which run of the publisher's
 * @param number of the last update that is in it
 * @param changes in order
 */
record Recovery(Kind kind, String run, long number, List<Change> changes) {
  enum Kind {
    /** Each change is an update; the last one has the number. */
    UPDATES,
    /** Each change is a key with its value, as they were after the update with the number. */
    SNAPSHOT
  }

  /**
   * A key and its value.
   *
   * @param key which
   * @param value what it is
   */
  record Change(String key, String value) {}

  static Recovery parse(Message message) {
    List<Change> changes = new ArrayList<>();
    for (int i = 3; i < message.frameCount(); i += 2) {
      changes.add(new Change(message.text(i), message.text(i + 1)));
    }
    return new Recovery(
        Kind.valueOf(message.text(0)), message.text(1), Long.parseLong(message.text(2)), changes);
  }

  Message toMessage() {
    Message.Builder message =
        Message.builder().add(kind.name()).add(run).add(Long.toString(number));
    changes.forEach(change -> message.add(change.key()).add(change.value()));
    return message.build();
  }
}
