/** Subscribers that miss nothing: by meeting first, and by asking for what they have missed. */
@NullMarked
package io.cero.examples.pubsub;

import org.jspecify.annotations.NullMarked;
