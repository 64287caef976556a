/** What several modules' tests share. Never shipped. */
@NullMarked
package io.cero.testkit;

import org.jspecify.annotations.NullMarked;
