/** Many clients and many workers with a queue between them. */
@NullMarked
package io.cero.examples.service;

import org.jspecify.annotations.NullMarked;
