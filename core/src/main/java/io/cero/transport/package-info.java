/**
 * Endpoints and the transports behind them: how a text such as {@code tcp://127.0.0.1:5555} becomes
 * a non-blocking channel.
 *
 * <p>A transport knows addresses, socket options and files; it knows nothing of ZMTP, of sessions
 * or of selectors. {@link io.cero.transport.Endpoint#forBind} and {@link
 * io.cero.transport.Endpoint#forConnect} parse a text and choose the transport by its scheme.
 * Further schemes come from {@link java.util.ServiceLoader} providers of {@link
 * io.cero.transport.Transport}.
 */
@NullMarked
package io.cero.transport;

import org.jspecify.annotations.NullMarked;
