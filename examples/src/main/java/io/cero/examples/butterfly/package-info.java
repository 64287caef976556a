/**
 * The butterfly, a pipeline of several steps with a loop: it prices a book of options by
 * simulation, each until its price is certain, and checks the prices against a formula.
 */
@NullMarked
package io.cero.examples.butterfly;

import org.jspecify.annotations.NullMarked;
