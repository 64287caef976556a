package io.cero;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The checks that option setters share; each throws what it refuses, naming option and range. */
final class OptionCheck {
  private OptionCheck() {}

  static int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new OptionException(option, value + " is not within " + least + " to " + most);
    }
    return value;
  }

  static long atLeast(String option, long value, long least, String meaning) {
    if (value < least) {
      throw new OptionException(option, value + " is less than " + least + " (" + meaning + ")");
    }
    return value;
  }

  static int atLeast(String option, int value, int least, String meaning) {
    atLeast(option, (long) value, least, meaning);
    return value;
  }

  /** Zero or more; there is no upper bound ({@link SocketOptions#FOREVER} is the longest). */
  static Duration notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new OptionException(option, value + " is negative; give zero or more");
    }
    return value;
  }

  static Duration atLeast(String option, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new OptionException(option, value + " is shorter than " + least);
    }
    return value;
  }

  static Duration between(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new OptionException(option, value + " is not within " + least + " to " + most);
    }
    return value;
  }

  /** Text that must fit one length octet: 1 to 255 bytes of UTF-8, or 0 where allowed. */
  static String shortText(String option, String value, int least) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length < least || length > 255) {
      throw new OptionException(
          option, "it has " + length + " bytes of UTF-8; " + least + " to 255 are allowed");
    }
    return value;
  }

  /** Nanoseconds of a duration that is not negative; the largest long for ever. */
  static long nanos(String option, Duration value) {
    return io.cero.session.Durations.nanos(notNegative(option, value));
  }
}
