/**
 * Reactors: a selector, its timers and its work, driven by an I/O thread or by a caller that waits.
 */
@NullMarked
package io.cero.reactor;

import org.jspecify.annotations.NullMarked;
