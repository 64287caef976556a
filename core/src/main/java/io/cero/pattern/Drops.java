package io.cero.pattern;

import io.cero.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How many messages were dropped, by reason. One thread at a time adds, by the owner word; any
 * thread looks. Nothing is allocated before the first drop.
 */
@SuppressWarnings("EnumOrdinal") // counts by reason lie in an array
final class Drops {
  // Released by who adds; acquired by who looks.
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  private volatile long @Nullable [] counts;

  void add(DropReason reason, long messages) {
    long[] array = counts;
    if (array == null) {
      array = new long[Tally.REASONS];
      counts = array;
    }
    int index = reason.ordinal();
    COUNT.setRelease(array, index, array[index] + messages);
  }

  /** Adds the counts to others and returns their sum. */
  long addTo(long[] target) {
    long[] array = counts;
    long sum = 0;
    if (array != null) {
      for (int i = 0; i < array.length; i++) {
        long count = (long) COUNT.getAcquire(array, i);
        target[i] += count;
        sum += count;
      }
    }
    return sum;
  }
}
