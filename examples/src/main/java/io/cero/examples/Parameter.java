package io.cero.examples;

import org.jspecify.annotations.Nullable;

/**
 * An argument that a {@link Demo} takes.
 *
 * @param name what it is called: ENDPOINT for one that is known by its position, {@code --work} for
 *     an option
 * @param kind what may be given
 * @param standard what it is unless it is given; null if it must be given, or is a list
 * @param description what it is for, in a few words
 */
public record Parameter(String name, Kind kind, @Nullable String standard, String description) {

  /** What may be given. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** Any number of texts. */
    LIST
  }

  /** True if it is known by its name and not by its position. */
  public boolean isOption() {
    return name.startsWith("--");
  }

  /**
   * Checks what was given.
   *
   * @throws ArgumentException if it is not possible
   */
  void check(String value) {
    if (kind == Kind.NUMBER) {
      int least = "0".equals(standard) ? 0 : 1;
      if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
        throw new ArgumentException(
            name + " is '" + value + "': give a whole number from " + least + " to 999999999");
      }
    }
  }
}
