/** A dozen clusters of brokers at their volumes. */
@NullMarked
package io.cero.campaigns.clusters;

import org.jspecify.annotations.NullMarked;
