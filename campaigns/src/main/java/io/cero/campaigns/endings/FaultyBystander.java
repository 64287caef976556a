package io.cero.campaigns.endings;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.Security;
import io.cero.campaigns.frame.LateException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Another socket of the same context, in which something of the application's throws on the I/O
 * thread as soon as a visitor comes.
 */
final class FaultyBystander implements Closeable {
  /** Who throws, and what. */
  private enum Thrower {
    CALLBACK_EXCEPTION,
    CALLBACK_ERROR,
    AUTHENTICATOR_EXCEPTION,
    AUTHENTICATOR_ERROR
  }

  private final CountDownLatch thrown = new CountDownLatch(1);
  private final Thrower thrower;
  private final Context context;
  private final PullSocket socket;
  private final RawEnd visitor;

  /** One that throws in one of several ways. */
  FaultyBystander(Context context, int way) throws IOException {
    this.thrower = Thrower.values()[way % Thrower.values().length];
    this.context = context;
    this.socket =
        context.pull(
            o -> {
              if (isAuthenticator()) {
                o.security(
                    Security.plainServer(
                        (user, password, address) -> {
                          fail();
                          return false;
                        }));
              }
            });
    this.visitor = RawEnd.connect(socket.bind("tcp://127.0.0.1:*"));
    if (!isAuthenticator()) {
      Thread self = Thread.currentThread();
      socket.onReady(
          () -> {
            if (Thread.currentThread() != self) {
              fail();
            }
          });
    }
  }

  private boolean isAuthenticator() {
    return thrower.compareTo(Thrower.AUTHENTICATOR_EXCEPTION) >= 0;
  }

  String name() {
    return thrower.toString().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private void fail() {
    thrown.countDown();
    if (thrower == Thrower.CALLBACK_ERROR || thrower == Thrower.AUTHENTICATOR_ERROR) {
      throw new AssertionError("thrown by a bystander, as the test wants");
    }
    throw new IllegalStateException("thrown by a bystander, as the test wants");
  }

  /**
   * Has it throw.
   *
   * @return true once it has begun to; false if the call under way has closed the context before
   */
  boolean provoke() throws IOException {
    try {
      if (isAuthenticator()) {
        visitor.write(ByteBuffer.wrap(hello()));
      } else {
        visitor.shakeHands("PUSH");
      }
      for (int looks = 0; !thrown.await(1, TimeUnit.MILLISECONDS); looks++) {
        if (context.isClosed()) {
          return false;
        }
        if (looks > 30_000) {
          throw new LateException("nothing was thrown on the I/O thread");
        }
      }
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      if (context.isClosed()) {
        return false;
      }
      throw e;
    }
  }

  /** A PLAIN client's greeting and HELLO (RFC 23 and 24). */
  private static byte[] hello() {
    ByteBuffer bytes = ByteBuffer.allocate(128);
    bytes.put((byte) 0xff).putLong(1).put((byte) 0x7f).put((byte) 3).put((byte) 0);
    bytes.put("PLAIN".getBytes(StandardCharsets.US_ASCII)).position(64);
    bytes.put((byte) 4).put((byte) 10);
    bytes.put((byte) 5).put("HELLO".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 2).put("me".getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    byte[] all = new byte[bytes.position()];
    bytes.flip().get(all);
    return all;
  }

  @Override
  public void close() throws IOException {
    visitor.close();
    socket.close();
  }
}
