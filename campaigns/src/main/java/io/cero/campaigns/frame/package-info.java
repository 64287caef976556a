/** What every campaign stands on: its course of rounds, what it counts, how it fails. */
@NullMarked
package io.cero.campaigns.frame;

import org.jspecify.annotations.NullMarked;
