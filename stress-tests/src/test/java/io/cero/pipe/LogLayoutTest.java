package io.cero.pipe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where this JVM puts the fields of a log: those of different threads in different cache lines. */
class LogLayoutTest {
  private static final int LINE = 64;

  private record Place(String group, String name, long offset) {}

  @Test
  void shouldKeepALineBetweenTheFieldsOfDifferentThreads() throws Exception {
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field instance = unsafeClass.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Object unsafe = instance.get(null);
    Method offset = unsafeClass.getMethod("objectFieldOffset", Field.class);
    List<Place> places = new ArrayList<>();
    for (Class<?> group = Log.class.getSuperclass();
        group != Pipe.class;
        group = group.getSuperclass()) {
      for (Field field : group.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !group.getSimpleName().startsWith("Pad")) {
          long at = (long) offset.invoke(unsafe, field);
          places.add(new Place(group.getSimpleName(), field.getName(), at));
        }
      }
    }
    assertTrue(places.size() > 20, "the fields were not found: " + places);
    for (Place one : places) {
      for (Place other : places) {
        boolean ofTheSameThread =
            one.group().equals(other.group()) || isWriters(one) && isWriters(other);
        assertTrue(
            ofTheSameThread || Math.abs(one.offset() - other.offset()) >= LINE,
            () -> one + " may share a cache line with " + other);
      }
    }
  }

  /** What the writer alone writes: its own fields, and those that the reader only looks at. */
  private static boolean isWriters(Place place) {
    return place.group().equals("WriterFields") || place.group().equals("PublishedFields");
  }
}
