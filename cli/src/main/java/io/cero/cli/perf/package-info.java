/**
 * The {@code cero perf} tools: one class per tool, those of libzmq with its arguments and its
 * output lines, so that either side of a pair may be the other project's.
 *
 * <p>The loops on the message's path ({@link io.cero.cli.perf.SendingLoop}, {@link
 * io.cero.cli.perf.ReceivingLoop}, {@link io.cero.cli.perf.PingPong}, {@link
 * io.cero.cli.perf.Echo}) allocate nothing themselves.
 */
@NullMarked
package io.cero.cli.perf;

import org.jspecify.annotations.NullMarked;
