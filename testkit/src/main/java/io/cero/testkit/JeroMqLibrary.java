package io.cero.testkit;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.SocketBase;

/**
 * JeroMQ. This class is loaded once beside JeroMQ 0.6 and once, by {@link OldJeroMq}, beside 0.3;
 * it may call only what both have, with the same signature.
 */
public final class JeroMqLibrary implements SocketLibrary {
  private static final List<String> TYPES =
      List.of(
          "PAIR", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PULL", "PUSH", "XPUB", "XSUB");
  private static final int HANDSHAKE_IVL = 66;
  private static final int HEARTBEAT_IVL = 75;
  private static final int HEARTBEAT_TIMEOUT = 77;
  private static final int LINGER = 17;
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

  /** Called by name. */
  public JeroMqLibrary(String version, Set<String> schemes) {
    this.version = version;
    this.schemes = schemes;
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
    Driver driver = new Driver(context.socket(TYPES.indexOf(socketType)));
    if (!version.contains(" 0.3.")) {
      // Some connections that 0.6 makes stay deaf (open, and never read from): have it try again.
      driver.setOption(HANDSHAKE_IVL, 500);
      // Once it is open, a heartbeat wakes its I/O thread; only silence for minutes ends it.
      driver.setOption(HEARTBEAT_IVL, 500);
      driver.setOption(HEARTBEAT_TIMEOUT, 120_000);
    }
    return driver;
  }

  @Override
  public void close() {
    context.term();
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
