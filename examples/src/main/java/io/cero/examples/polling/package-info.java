/** One thread that reads from two sockets, in two ways. */
@NullMarked
package io.cero.examples.polling;

import org.jspecify.annotations.NullMarked;
