package io.cero;

import java.util.Map;

/**
 * What became of the messages that a socket sent, to one peer or to all. Always {@code accepted =
 * written + queued + dropped}, the last over all reasons.
 *
 * <p>Bytes are those that entered a peer's queue: of the bodies, and of the two or nine bytes that
 * each frame has before it on the wire.
 *
 * @param accepted messages that a send took; one that a publisher sends counts once for each peer
 *     it is for, or once if it is for nobody
 * @param acceptedBytes their bytes
 * @param written messages that left the queue: handed whole to the operating system, or over inproc
 *     taken by the receiving socket
 * @param writtenBytes their bytes
 * @param queued messages that wait to be written
 * @param queuedBytes their bytes
 * @param dropped messages that were dropped, by reason; without reasons of which there were none
 */
public record SendStatistics(
    long accepted,
    long acceptedBytes,
    long written,
    long writtenBytes,
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
