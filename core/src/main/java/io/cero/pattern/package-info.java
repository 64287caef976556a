/**
 * Patterns: a file per socket type, composed of a fair queue, a load balancer, a distributor or a
 * routing table.
 */
@NullMarked
package io.cero.pattern;

import org.jspecify.annotations.NullMarked;
