/** JMH on the parts of a message's path: {@code bin/bench parts}. */
package io.cero.benchmarks.parts;
