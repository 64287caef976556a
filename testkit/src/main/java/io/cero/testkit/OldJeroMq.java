package io.cero.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;

/** JeroMQ 0.3.6, which speaks ZMTP 2.0, in a class loader of its own. */
final class OldJeroMq {
  private static final String JAR = "jeromq-zmtp-2.jar";

  private OldJeroMq() {}

  static boolean isPresent() {
    return OldJeroMq.class.getResource(JAR) != null;
  }

  static SocketLibrary load() {
    try {
      Path jar = Resources.extract(JAR);
      return (SocketLibrary)
          new Loader(jar.toUri().toURL())
              .loadClass(JeroMqLibrary.class.getName())
              .getConstructor(String.class, Set.class)
              .newInstance("JeroMQ 0.3.6", Set.of("tcp", "inproc"));
    } catch (IOException | ReflectiveOperationException e) {
      throw new PeerException("cannot load JeroMQ 0.3.6: " + e, e);
    }
  }

  /** Finds the old JeroMQ, and the adapter that links to it, before the test's own. */
  private static final class Loader extends URLClassLoader {
    Loader(URL jar) {
      super(new URL[] {jar}, OldJeroMq.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        if (name.startsWith("org.zeromq.") || name.startsWith("zmq.")) {
          return findClass(name);
        }
        if (name.startsWith(JeroMqLibrary.class.getName())) {
          return defineAdapter(name);
        }
        return super.loadClass(name, resolve);
      }
    }

    private Class<?> defineAdapter(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
