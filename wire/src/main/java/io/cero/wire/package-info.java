/**
 * ZMTP 1.0 to 3.1 as state machines: greeting, framing, commands and mechanisms, bytes in and bytes
 * out. Nothing here opens a socket, starts a thread or reads a clock.
 *
 * <p>A connection begins with a {@link io.cero.wire.Handshake}, made from what this side says of
 * itself ({@link io.cero.wire.LocalPeer}), and goes on with what it found out of the other ({@link
 * io.cero.wire.RemotePeer}). Its traffic is frames, whose headers {@link io.cero.wire.FrameHeader}
 * reads and writes ({@link io.cero.wire.LegacyFrameHeader} with a peer of ZMTP 1.0), and among them
 * {@link io.cero.wire.Commands}. Whatever a peer does wrong is a {@link
 * io.cero.wire.WireException}.
 */
@NullMarked
package io.cero.wire;

import org.jspecify.annotations.NullMarked;
