package io.cero;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Cero throws on purpose. Each subclass is named for what the caller
 * can do about it, and its message says what that is. All are unchecked.
 */
public abstract sealed class CeroException extends RuntimeException
    permits AddressInUseException,
        BufferTooSmallException,
        ClosedException,
        ConcurrentUseException,
        EndpointException,
        EnvelopeException,
        InterruptedOperationException,
        OptionException,
        OutOfTurnException,
        TimedOutException,
        UnroutableException,
        UnsupportedFeatureException {
  private static final long serialVersionUID = 1L;

  CeroException(String message) {
    super(message);
  }

  CeroException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
