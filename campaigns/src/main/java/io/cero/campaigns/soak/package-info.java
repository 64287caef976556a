/** Everything at once for an hour, with a fault every second. */
@NullMarked
package io.cero.campaigns.soak;

import org.jspecify.annotations.NullMarked;
