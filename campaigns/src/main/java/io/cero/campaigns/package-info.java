/**
 * Tests that are too long for the suite; each also runs there in small. The command, and its list.
 */
@NullMarked
package io.cero.campaigns;

import org.jspecify.annotations.NullMarked;
