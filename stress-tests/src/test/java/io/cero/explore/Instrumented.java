package io.cero.explore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.function.Supplier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loads the classes of one package anew, with a call of {@link Hooks} where threads meet. */
public final class Instrumented extends ClassLoader {
  private static final String HOOKS = "io/cero/explore/Hooks";
  private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";
  private static final Set<String> ATOMIC =
      Set.of("java/lang/invoke/VarHandle", "java/util/concurrent/ConcurrentLinkedQueue");

  private final Set<String> packages;

  /** A loader of some packages. */
  public Instrumented(String... packages) {
    super(Instrumented.class.getClassLoader());
    this.packages = Set.of(packages);
  }

  /** Makes scenarios of a class in one of the packages. */
  public Supplier<Scenario> scenarios(Class<? extends Scenario> type) {
    try {
      var constructor = loadClass(type.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      return () -> {
        try {
          return (Scenario) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    if (dot < 0 || !packages.contains(name.substring(0, dot))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      ClassReader reader = new ClassReader(in);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Rewriter(writer), 0);
      byte[] code = writer.toByteArray();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isVolatile(String owner, String field) {
    try {
      Class<?> type = Class.forName(owner.replace('/', '.'), false, getParent());
      while (type != null) {
        for (Field declared : type.getDeclaredFields()) {
          if (declared.getName().equals(field)) {
            return Modifier.isVolatile(declared.getModifiers());
          }
        }
        type = type.getSuperclass();
      }
      return false;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Rewriter extends ClassVisitor {
    Rewriter(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (isVolatile(owner, field)) {
            step();
          }
          super.visitFieldInsn(opcode, owner, field, type);
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean ofInterface) {
          if (owner.equals(LOCK_SUPPORT)) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, method, type, false);
            return;
          }
          if (owner.equals("java/lang/Thread") && method.equals("start")) {
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC, HOOKS, method, "(Ljava/lang/Thread;)V", false);
            return;
          }
          boolean atomic =
              ATOMIC.contains(owner) || owner.startsWith("java/util/concurrent/atomic/");
          if (atomic && !method.equals("<init>") && !method.endsWith("Fence")) {
            step();
          }
          super.visitMethodInsn(opcode, owner, method, type, ofInterface);
        }

        private void step() {
          super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "step", "()V", false);
        }
      };
    }
  }
}
