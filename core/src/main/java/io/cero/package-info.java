/** The public API of Cero: contexts, typed sockets, messages, options and events. */
@NullMarked
package io.cero;

import org.jspecify.annotations.NullMarked;
