/**
 * Pipes that carry bytes: single-producer single-consumer logs of ZMTP frames in chunks of memory.
 * A message costs no object, no queue node and no hand-off until the application asks for its
 * bytes.
 */
@NullMarked
package io.cero.pipe;

import org.jspecify.annotations.NullMarked;
