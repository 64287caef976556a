/** Cero against every other ØMQ implementation at hand. */
@NullMarked
package io.cero.interop;

import org.jspecify.annotations.NullMarked;
