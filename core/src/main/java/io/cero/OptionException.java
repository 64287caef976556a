package io.cero;

/**
 * An option was given a value out of its range, or at a time when it can no longer be given. The
 * message names the option, the value and what is allowed. Nothing was changed.
 */
public final class OptionException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** The option's name, as the setter is called. */
  private final String option;

  /**
   * Says what is wrong with an option.
   *
   * @param option the option's name, as the setter is called
   * @param reason the value, and what is allowed
   */
  public OptionException(String option, String reason) {
    super(option + ": " + reason);
    this.option = option;
  }

  /** Returns the option's name, as the setter is called. */
  public String option() {
    return option;
  }
}
