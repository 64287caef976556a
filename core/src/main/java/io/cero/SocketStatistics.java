package io.cero;

import io.cero.wire.SocketType;
import java.util.List;

/**
 * What has gone through a socket since it was made: a snapshot by {@link Socket#statistics()}.
 *
 * <p><b>Consistent</b> means: every count is one that stood at some moment of the call; both sums,
 * {@code accepted = written + queued + dropped} and {@code read = delivered + queued + dropped},
 * hold exactly for the socket and for each peer; and no message is counted twice or left out when a
 * peer goes meanwhile. Snapshots of two sockets, or of two peers of one, are not of the same
 * moment.
 *
 * <p>A message that is dropped behind its queue, by a subscriber's filter for instance, may be
 * among the delivered for the moment in which it is looked at.
 *
 * <p>Messages that the socket makes up by itself (greetings, and news of a peer that it was told to
 * pass on) count like others where they pass through a queue. What a publisher sends in a row may
 * be counted with a delay of less than a millisecond, as it is handed to the peers' queues.
 *
 * @param type the socket's type
 * @param sent what was sent, to all peers that there ever were
 * @param received what was received, from all peers that there ever were
 * @param peers those that are here or being sought, and those gone of which something still waits
 *     to be received or written
 */
public record SocketStatistics(
    SocketType type, SendStatistics sent, ReceiveStatistics received, List<PeerStatistics> peers) {}
