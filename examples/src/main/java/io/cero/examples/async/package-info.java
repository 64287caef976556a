/** Clients and a server that do not wait for each other. */
@NullMarked
package io.cero.examples.async;

import org.jspecify.annotations.NullMarked;
