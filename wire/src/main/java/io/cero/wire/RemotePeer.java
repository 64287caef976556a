package io.cero.wire;

import java.util.Map;
import java.util.Optional;

/**
 * What a completed handshake has found out about the peer.
 *
 * @param version what is spoken from now on: the older of the peer's and 3.1
 * @param type the peer's socket type; empty if it announced none, as in ZMTP 1.0. Where it is
 *     there, the pair has been found legal
 * @param identity what the peer calls itself, 0 to 255 octets, empty if it is anonymous. It may
 *     start with a zero octet (libzmq lets its users do so), so it can collide with identities that
 *     a ROUTER makes up
 * @param properties the peer's metadata, Socket-Type and Identity included, by names that are
 *     looked up without regard to case; unmodifiable. The peer's claims: none of them is a {@link
 *     #userId}
 * @param userId who the peer is according to this side's authenticator
 * @param codec how frames are protected from now on; empty if they pass as they are
 */
public record RemotePeer(
    ZmtpVersion version,
    Optional<SocketType> type,
    byte[] identity,
    Map<String, byte[]> properties,
    Optional<String> userId,
    Optional<FrameCodec> codec) {}
