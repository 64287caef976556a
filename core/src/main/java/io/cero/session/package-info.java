/**
 * Sessions: what stands between a socket's pipes and a channel. Listening, dialling, the handshake,
 * reading, flushing, heartbeats and the end of a connection.
 */
@NullMarked
package io.cero.session;

import org.jspecify.annotations.NullMarked;
