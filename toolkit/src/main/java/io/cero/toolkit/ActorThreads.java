package io.cero.toolkit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Makes threads for actors; virtual ones exist only on newer JDKs than the floor. */
final class ActorThreads {
  /** Makes a virtual thread, not started, of a name and a task; null on an older JDK. */
  private static final @Nullable MethodHandle VIRTUAL = find();

  private ActorThreads() {}

  /** {@code (name, task) -> Thread.ofVirtual().name(name).unstarted(task)}. */
  private static @Nullable MethodHandle find() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle begin =
          lookup
              .findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
              .asType(MethodType.methodType(builder));
      MethodHandle name =
          lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class));
      MethodHandle end =
          lookup.findVirtual(
              builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class));
      MethodHandle named = MethodHandles.foldArguments(name, begin);
      return MethodHandles.collectArguments(end, 0, named);
    } catch (ReflectiveOperationException olderJdk) {
      return null;
    }
  }

  /** Makes a daemon thread, virtual if that is asked for and possible; it is not started. */
  static Thread make(boolean virtual, String name, Runnable task) {
    if (virtual && VIRTUAL != null) {
      try {
        return (Thread) VIRTUAL.invokeExact(name, task);
      } catch (UnsupportedOperationException stillAPreview) {
        // on JDK 19 and 20, unless they are told otherwise
      } catch (Throwable e) {
        throw new AssertionError("a virtual thread cannot be made", e);
      }
    }
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
