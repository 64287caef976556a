/** Peers and networks that fail: holes, half-open links, names, processes killed at every stage. */
@NullMarked
package io.cero.campaigns.network;

import org.jspecify.annotations.NullMarked;
