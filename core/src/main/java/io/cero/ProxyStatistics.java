package io.cero;

/**
 * What has gone through a {@link Proxy}: messages, and bytes of their bodies.
 *
 * @param frontendReceived messages taken from the frontend
 * @param frontendReceivedBytes bytes of their bodies
 * @param frontendSent messages handed to the frontend, less those that it could route to nobody
 * @param frontendSentBytes bytes of their bodies
 * @param backendReceived messages taken from the backend
 * @param backendReceivedBytes bytes of their bodies
 * @param backendSent messages handed to the backend, less those that it could route to nobody
 * @param backendSentBytes bytes of their bodies
 * @param uncaptured messages of which the capture socket got no copy, as it had no room
 */
public record ProxyStatistics(
    long frontendReceived,
    long frontendReceivedBytes,
    long frontendSent,
    long frontendSentBytes,
    long backendReceived,
    long backendReceivedBytes,
    long backendSent,
    long backendSentBytes,
    long uncaptured) {}
