/** Bytes of strangers: hostile connections by the million, and fuzzing guided by coverage. */
@NullMarked
package io.cero.campaigns.hostile;

import org.jspecify.annotations.NullMarked;
