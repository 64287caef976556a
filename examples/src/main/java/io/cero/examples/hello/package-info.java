/** The first programs: a question and an answer, an update and a filter. */
@NullMarked
package io.cero.examples.hello;

import org.jspecify.annotations.NullMarked;
