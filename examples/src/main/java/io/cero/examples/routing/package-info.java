/** Request-reply sockets up close: identities, envelopes, and which socket talks to which. */
@NullMarked
package io.cero.examples.routing;

import org.jspecify.annotations.NullMarked;
