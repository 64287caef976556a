package io.cero.pattern;

import io.cero.DropReason;
import io.cero.ReceiveStatistics;
import io.cero.SendStatistics;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts of what was sent and received, of one peer or the sum of several. Confined to a thread.
 */
@SuppressWarnings("EnumOrdinal") // counts by reason lie in arrays
final class Tally {
  static final int REASONS = DropReason.values().length;

  long accepted;
  long acceptedBytes;
  long written;
  long writtenBytes;
  long sendQueued;
  long sendQueuedBytes;
  final long[] sendDropped = new long[REASONS];

  long read;
  long readBytes;
  long delivered;
  long deliveredBytes;
  long receiveQueued;
  long receiveQueuedBytes;
  final long[] receiveDropped = new long[REASONS];

  /** Adds another's counts. */
  void add(Tally other) {
    accepted += other.accepted;
    acceptedBytes += other.acceptedBytes;
    written += other.written;
    writtenBytes += other.writtenBytes;
    sendQueued += other.sendQueued;
    sendQueuedBytes += other.sendQueuedBytes;
    read += other.read;
    readBytes += other.readBytes;
    delivered += other.delivered;
    deliveredBytes += other.deliveredBytes;
    receiveQueued += other.receiveQueued;
    receiveQueuedBytes += other.receiveQueuedBytes;
    for (int i = 0; i < REASONS; i++) {
      sendDropped[i] += other.sendDropped[i];
      receiveDropped[i] += other.receiveDropped[i];
    }
  }

  /** The sending half, for the application. */
  SendStatistics sent() {
    return new SendStatistics(
        accepted,
        acceptedBytes,
        written,
        writtenBytes,
        sendQueued,
        sendQueuedBytes,
        byReason(sendDropped));
  }

  /** The receiving half, for the application. */
  ReceiveStatistics received() {
    return new ReceiveStatistics(
        read,
        readBytes,
        delivered,
        deliveredBytes,
        receiveQueued,
        receiveQueuedBytes,
        byReason(receiveDropped));
  }

  private static Map<DropReason, Long> byReason(long[] counts) {
    EnumMap<DropReason, Long> map = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      long count = counts[reason.ordinal()];
      if (count != 0) {
        map.put(reason, count);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
