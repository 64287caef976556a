/** What the public socket and context classes stand on. */
@NullMarked
package io.cero.socket;

import org.jspecify.annotations.NullMarked;
