/**
 * The weather: a publisher, subscribers that filter by zip code, and a proxy between two networks.
 */
@NullMarked
package io.cero.examples.weather;

import org.jspecify.annotations.NullMarked;
