/** Brokers that give each request to a worker which is ready for it. */
@NullMarked
package io.cero.examples.balancing;

import org.jspecify.annotations.NullMarked;
