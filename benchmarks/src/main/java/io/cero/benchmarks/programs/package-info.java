/**
 * The tiny programs that are measured, each with the same loop for every contender. The C ones are
 * in {@code src/main/c}.
 */
@NullMarked
package io.cero.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
