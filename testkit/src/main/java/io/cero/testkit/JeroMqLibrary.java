package io.cero.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.SocketBase;

/**
 * JeroMQ. This class is loaded once beside JeroMQ 0.6 and once, by {@link OldJeroMq}, beside 0.3;
 * it may call only what both have, with the same signature.
 *
 * <p>JeroMQ 0.6.0 leaves a few in a hundred of the connections that it makes unregistered with its
 * selector: it neither reads nor writes them (see {@code docs/decisions/deaf-jeromq.md}). So each
 * context has a {@link Waker}.
 */
public final class JeroMqLibrary implements SocketLibrary {
  private static final List<String> TYPES =
      List.of(
          "PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB");
  private static final int LINGER = 17;
  private static final int RECONNECT_IVL = 18;
  private static final int EVENTS = 15;
  private static final int RCVTIMEO = 27;
  private static final int SNDTIMEO = 28;
  private static final int LAST_ENDPOINT = 32;
  private static final int SNDMORE = 2;
  private static final int POLLIN = 1;
  private static final int POLLOUT = 2;
  private static final int EAGAIN = 35;

  private final String version;
  private final Set<String> schemes;
  private final ZMQ.Context context = ZMQ.context(1);
  private final @Nullable Waker waker;

  /** Called by name. */
  public JeroMqLibrary(String version, Set<String> schemes) {
    this.version = version;
    this.schemes = schemes;
    this.waker = version.contains(" 0.3.") ? null : new Waker(context);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean supports(String socketType, String scheme) {
    return TYPES.contains(socketType) && schemes.contains(scheme);
  }

  @Override
  @SuppressWarnings("deprecation") // what replaces it is not in 0.3
  public SocketDriver open(String socketType) {
    if (!TYPES.contains(socketType)) {
      throw new IllegalArgumentException(version + " has no " + socketType);
    }
    return new Driver(context.socket(TYPES.indexOf(socketType)));
  }

  @Override
  public void close() {
    if (waker != null) {
      waker.close();
    }
    context.term();
  }

  /**
   * A socket that is refused wherever it connects, some thirty times a second. JeroMQ's I/O thread
   * goes through its whole table of connections each time, and so registers the one that it left
   * out.
   */
  private static final class Waker implements AutoCloseable {
    private static final int INTERVAL_MILLIS = 20;

    /** Bound, so that nobody else listens on this port, and not listening. */
    private final Socket nobody = new Socket();

    private final Driver driver;

    @SuppressWarnings("deprecation") // what replaces it is not in 0.3
    Waker(ZMQ.Context context) {
      try {
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      } catch (IOException e) {
        throw new UncheckedIOException("no port can be had on the loopback address", e);
      }
      driver = new Driver(context.socket(TYPES.indexOf("PAIR")));
      driver.setOption(RECONNECT_IVL, INTERVAL_MILLIS);
      driver.connect("tcp://127.0.0.1:" + nobody.getLocalPort());
    }

    @Override
    public void close() {
      driver.close(true);
      try {
        nobody.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Driver implements SocketDriver {
    private final ZMQ.Socket socket;
    private final SocketBase base;

    Driver(ZMQ.Socket socket) {
      this.socket = socket;
      this.base = socket.base();
    }

    private void check(boolean done, String what) {
      if (!done) {
        throw new IllegalArgumentException("cannot " + what + " (errno " + base.errno() + ")");
      }
    }

    @Override
    public String bind(String endpoint) {
      if (endpoint.endsWith(":*")) { // 0.3 cannot say which port the system chose
        String host = endpoint.substring(0, endpoint.length() - 2);
        return host + ":" + socket.bindToRandomPort(host);
      }
      check(base.bind(endpoint), "bind " + endpoint);
      return String.valueOf(zmq.ZMQ.getSocketOptionExt(base, LAST_ENDPOINT));
    }

    @Override
    public void unbind(String endpoint) {
      check(zmq.ZMQ.unbind(base, endpoint), "unbind " + endpoint);
    }

    @Override
    public void connect(String endpoint) {
      check(base.connect(endpoint), "connect " + endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
      check(zmq.ZMQ.disconnect(base, endpoint), "disconnect " + endpoint);
    }

    @Override
    public void setOption(int number, Object value) {
      // The two versions differ in what this method returns, so it cannot be linked to directly.
      try {
        Object done =
            SocketBase.class
                .getMethod("setSocketOpt", int.class, Object.class)
                .invoke(base, number, value);
        check(!Boolean.FALSE.equals(done), "set option " + number + " to " + value);
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException("cannot set option " + number, e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean send(List<byte[]> frames, int timeoutMillis) {
      setOption(SNDTIMEO, timeoutMillis);
      for (int i = 0; i < frames.size(); i++) {
        int flags = i < frames.size() - 1 ? SNDMORE : 0;
        if (!socket.send(frames.get(i), flags)) {
          check(i == 0 && base.errno() == EAGAIN, "send frame " + i);
          return false;
        }
      }
      return true;
    }

    @Override
    public @Nullable List<byte[]> receive(int timeoutMillis) {
      setOption(RCVTIMEO, timeoutMillis);
      byte[] frame = socket.recv(0);
      if (frame == null) {
        check(base.errno() == EAGAIN, "receive");
        return null;
      }
      List<byte[]> frames = new ArrayList<>();
      frames.add(frame);
      while (socket.hasReceiveMore()) {
        frames.add(socket.recv(0));
      }
      return frames;
    }

    @Override
    public boolean ready(boolean toSend) {
      return (zmq.ZMQ.getSocketOption(base, EVENTS) & (toSend ? POLLOUT : POLLIN)) != 0;
    }

    @Override
    public void close(boolean discard) {
      if (discard) {
        setOption(LINGER, 0);
      }
      socket.close();
    }
  }
}
