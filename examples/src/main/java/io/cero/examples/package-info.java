/** The guide's programs, one class each, run by the tests and by {@code cero demo}. */
@NullMarked
package io.cero.examples;

import org.jspecify.annotations.NullMarked;
