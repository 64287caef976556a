/**
 * Measures Cero beside libzmq, JeroMQ and bare TCP, in alternation, and writes the table and the
 * plots. {@link Lines} is the list of what is measured; {@link Main} is the command.
 */
@NullMarked
package io.cero.benchmarks;

import org.jspecify.annotations.NullMarked;
