package io.cero.reactor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What kind of thread is calling, and whether another can run beside it; virtual threads exist only
 * on newer JDKs than the floor.
 */
public final class Threads {
  /** True if threads run at the same time: on one core, looking again keeps the other from it. */
  public static final boolean MANY_CORES = Runtime.getRuntime().availableProcessors() > 1;

  private static final @Nullable MethodHandle IS_VIRTUAL = find();

  private Threads() {}

  private static @Nullable MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException olderJdk) {
      return null;
    }
  }

  /** True if the calling thread may select: a virtual thread would pin its carrier. */
  public static boolean mayDrive() {
    if (IS_VIRTUAL == null) {
      return true;
    }
    try {
      return !(boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new AssertionError("Thread.isVirtual does not throw", e);
    }
  }
}
