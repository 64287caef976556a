package io.cero;

import java.util.Map;

/**
 * What became of the messages that came for a socket, from one peer or from all. Always {@code read
 * = delivered + queued + dropped}, the last over all reasons.
 *
 * <p>Bytes are those that entered a peer's queue: of the bodies, and of the two or nine bytes that
 * each frame has before it on the wire. Of what waits for room behind the mark they may be counted
 * a little later than the messages.
 *
 * @param read messages that were read whole, or had begun when they turned out to be too large
 * @param readBytes their bytes
 * @param delivered messages that the application has received to the last frame; a publisher's are
 *     subscriptions that were applied
 * @param deliveredBytes bytes taken from the queue, those of messages dropped there among them
 * @param queued messages that wait to be received
 * @param queuedBytes their bytes
 * @param dropped messages that were dropped, by reason; without reasons of which there were none
 */
public record ReceiveStatistics(
    long read,
    long readBytes,
    long delivered,
    long deliveredBytes,
    long queued,
    long queuedBytes,
    Map<DropReason, Long> dropped) {

  /** Returns how many messages were dropped for a reason. */
  public long dropped(DropReason reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  /** Returns how many messages were dropped for any reason. */
  public long droppedInAll() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
