/**
 * ZMTP 1.0 to 3.1 as state machines: greeting, framing, commands and mechanisms, bytes in and bytes
 * out. Nothing here opens a socket, starts a thread or reads a clock.
 */
@NullMarked
package io.cero.wire;

import org.jspecify.annotations.NullMarked;
