/** The {@code cero} command: one class per subcommand. */
@NullMarked
package io.cero.cli;

import org.jspecify.annotations.NullMarked;
