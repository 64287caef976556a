/** Clusters of clients and workers whose brokers help each other out. */
@NullMarked
package io.cero.examples.peering;

import org.jspecify.annotations.NullMarked;
