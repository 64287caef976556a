package io.cero.campaigns.hostile;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.RouterSocket;
import io.cero.Socket;
import io.cero.XPubSocket;
import io.cero.campaigns.frame.LateException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Live listeners of several types on one I/O thread, and an honest pair beside them. For one
 * thread.
 */
final class FuzzListener implements AutoCloseable {
  private static final int PATIENCE = 20_000;
  private static final String THREADS = "besieged";

  private final Context context =
      Context.create(o -> o.threadNamePrefix(THREADS).linger(Duration.ZERO));
  private final PullSocket pull = context.pull();
  private final PushSocket push = context.push();
  private final List<Integer> ports = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger("io.cero");
  private final Handler listener = new Faults();
  private long exchanges;

  FuzzListener() {
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
    PullSocket besiegedPull = context.pull();
    RouterSocket router = context.router();
    XPubSocket publisher = context.xpub();
    RouterSocket limited = context.router(o -> o.maximumMessageSize(10_000));
    listen(besiegedPull, besiegedPull::receive);
    listen(router, router::receive);
    listen(publisher, publisher::receive);
    listen(limited, limited::receive);
    push.connect(pull.bind("tcp://127.0.0.1:*"));
    exchange();
  }

  private void listen(Socket socket, Runnable receive) {
    String endpoint = socket.bind("tcp://127.0.0.1:*");
    ports.add(Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  receive.run();
                }
              } catch (io.cero.ClosedException end) {
                // The siege is over.
              } catch (RuntimeException | Error fault) {
                faults.add("a receiver ended: " + fault);
              }
            },
            "drain");
    thread.setDaemon(true);
    thread.start();
  }

  /** One hostile connection: the first byte says to whom; returns when the listener hung up. */
  void attack(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int kind = input[0] & 0xff;
    try (java.net.Socket attacker = connect(kind)) {
      attacker.setSoTimeout(PATIENCE);
      try {
        attacker.getOutputStream().write(input, 1, input.length - 1);
        attacker.shutdownOutput();
        byte[] answer = new byte[512];
        while (attacker.getInputStream().read(answer) >= 0) {
          // What it says is of no interest.
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the listener keeps a connection that said all that it will", e);
      } catch (IOException hungUp) {
        // It had heard enough.
      }
    }
  }

  /** A connection from any of the loopback addresses: one alone has too few ports. */
  java.net.Socket connect(int kind) throws IOException {
    java.net.Socket socket = new java.net.Socket();
    byte[] source = {127, 1, (byte) (exchanges & 0x7f), (byte) (1 + kind % 250)};
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    int port = ports.get(kind % ports.size());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
    return socket;
  }

  /** The honest pair goes on, no thread has died, and nothing was logged as a fault. */
  void exchange() {
    String token = "honest " + ++exchanges;
    push.send(token);
    String text =
        pull.receive(Duration.ofMillis(PATIENCE))
            .orElseThrow(() -> new LateException("the honest pair stands still: " + faults))
            .text();
    if (!text.equals(token)) {
      throw new AssertionError("'" + text + "' came instead of '" + token + "'");
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.toString());
    }
    Map<Thread, StackTraceElement[]> all =
        exchanges % 64 == 0 ? Thread.getAllStackTraces() : Map.of();
    if (!all.isEmpty()
        && all.keySet().stream().noneMatch(t -> t.getName().equals(THREADS + "-io-1"))) {
      throw new AssertionError("the I/O thread has died");
    }
  }

  @Override
  public void close() {
    context.close();
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
  }

  /** Keeps what the engine says at WARNING and above. */
  private final class Faults extends Handler {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        faults.add(entry.getMessage() + ": " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
