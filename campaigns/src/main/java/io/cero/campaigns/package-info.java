/** Tests that are too long for the suite; each also runs there in small. */
@NullMarked
package io.cero.campaigns;

import org.jspecify.annotations.NullMarked;
