/** Every blocking call in every state, ended in every way; contexts opened and closed. */
@NullMarked
package io.cero.campaigns.endings;

import org.jspecify.annotations.NullMarked;
