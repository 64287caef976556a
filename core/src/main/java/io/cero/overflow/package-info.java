/**
 * What lies on disk of outgoing queues that have outgrown their memory: records in segment files,
 * who may write them where, and the threads that read them back.
 */
@NullMarked
package io.cero.overflow;

import org.jspecify.annotations.NullMarked;
