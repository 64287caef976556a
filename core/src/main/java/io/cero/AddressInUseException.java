package io.cero;

import org.jspecify.annotations.Nullable;

/**
 * A bind found its address taken by another socket or process. Choose another endpoint, let the
 * system choose ({@code tcp://*:0}), or end whoever holds it. The socket remains usable.
 */
public final class AddressInUseException extends CeroException {
  private static final long serialVersionUID = 1L;

  /** The endpoint as the caller gave it. */
  private final String endpoint;

  /**
   * Says which endpoint is taken.
   *
   * @param endpoint the endpoint as the caller gave it
   * @param cause what the system said, or null
   */
  public AddressInUseException(String endpoint, @Nullable Throwable cause) {
    super(
        "'"
            + endpoint
            + "' is in use: bind another endpoint, or close the socket or end the process that"
            + " holds it",
        cause);
    this.endpoint = endpoint;
  }

  /** Returns the endpoint as the caller gave it. */
  public String endpoint() {
    return endpoint;
  }
}
