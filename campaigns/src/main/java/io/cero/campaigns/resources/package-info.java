/** What is left behind: descriptors, ports, memory, the processor's time, segments on disk. */
@NullMarked
package io.cero.campaigns.resources;

import org.jspecify.annotations.NullMarked;
