/** Parallel pipelines: ventilator, workers, sink; the kill signal; the butterfly. */
@NullMarked
package io.cero.examples.pipeline;

import org.jspecify.annotations.NullMarked;
