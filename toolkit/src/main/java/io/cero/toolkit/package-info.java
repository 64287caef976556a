/**
 * The high-level API: an {@link io.cero.toolkit.EventLoop} with sockets, channels and timers; an
 * {@link io.cero.toolkit.Actor}, which is a thread with a pipe to its parent; a {@link
 * io.cero.toolkit.Clock} that tests can advance by hand; and {@link io.cero.toolkit.Interrupts},
 * which ends a program by Ctrl-C.
 *
 * <p>It stands on the public API of {@code io.cero} alone: whatever it does, a program could do.
 */
@NullMarked
package io.cero.toolkit;

import org.jspecify.annotations.NullMarked;
