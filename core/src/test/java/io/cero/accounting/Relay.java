package io.cero.accounting;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between two sockets and passes bytes on, until it is told to reset the connections. */
final class Relay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A relay to an endpoint of this machine. */
  static Relay to(String endpoint) throws IOException {
    int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(relay::accept);
    return relay;
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where to connect to. */
  String endpoint() {
    return "tcp://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (true) {
      Socket near = null;
      try {
        near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        Socket one = near;
        open.add(near);
        open.add(far);
        start(() -> pass(one, far));
        start(() -> pass(far, one));
      } catch (IOException e) {
        reset(near);
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  /** Resets every connection; what was on its way is lost. */
  void kill() {
    open.forEach(this::reset);
  }

  private void reset(Socket socket) {
    if (socket != null) {
      open.remove(socket);
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    kill();
  }
}
