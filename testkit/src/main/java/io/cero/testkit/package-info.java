/**
 * Real ØMQ peers for tests, all driven through {@link io.cero.testkit.Peer} and {@link
 * io.cero.testkit.PeerSocket}, and {@link io.cero.testkit.RawPeer} for what no honest peer sends.
 * Never shipped.
 */
@NullMarked
package io.cero.testkit;

import org.jspecify.annotations.NullMarked;
