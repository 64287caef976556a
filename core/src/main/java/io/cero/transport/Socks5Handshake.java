package io.cero.transport;

import io.cero.SocksProxy;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of asking a SOCKS5 proxy for a connection (RFC 1928), with user and password
 * where the proxy wants them (RFC 1929). Bytes in, bytes out: no socket, no clock.
 *
 * <pre>
 *   METHOD   → 05 n methods…            ← 05 method
 *   LOGIN    → 01 n user n password     ← 01 status          (only if the proxy chose it)
 *   REPLY    → 05 01 00 type host port  ← 05 reply 00 type host port
 *   DONE       everything that follows belongs to the peer behind the proxy
 * </pre>
 *
 * <p>Write {@link #outbound} until it is empty, pass what arrives to {@link #receive}, and go on
 * like that until {@link #isDone}. A host's name is sent as it is, so the proxy resolves it. Owned
 * by one thread at a time.
 */
public final class Socks5Handshake {

  private static final int VERSION = 5;
  private static final int LOGIN_VERSION = 1;
  private static final int NO_LOGIN = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int NO_METHOD = 0xff;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int LONGEST_TEXT = 255;
  private static final int LONGEST_ANSWER = 4 + 1 + LONGEST_TEXT + 2;

  private enum State {
    METHOD,
    LOGIN,
    REPLY,
    DONE,
    FAILED
  }

  private final String host;
  private final @Nullable InetAddress literal;
  private final int port;
  private final @Nullable String user;
  private final String password;

  private final byte[] answer = new byte[LONGEST_ANSWER];
  private int answered;
  private State state = State.METHOD;
  private ByteBuffer outbound;

  /**
   * Prepares a handshake.
   *
   * @param proxy the proxy's user and password
   * @param host the peer's name or numeric address, up to 255 bytes
   * @param literal the peer's address if it is known as such, else null
   * @param port the peer's port
   * @throws IllegalArgumentException if the host's name is too long for the protocol
   */
  public Socks5Handshake(SocksProxy proxy, String host, @Nullable InetAddress literal, int port) {
    this.host = host;
    this.literal = literal;
    this.port = port;
    this.user = proxy.user().orElse(null);
    this.password = proxy.password();
    if (host.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
      throw new IllegalArgumentException("a host's name has at most 255 bytes with SOCKS5");
    }
    outbound =
        ByteBuffer.wrap(
            user == null
                ? new byte[] {VERSION, 1, NO_LOGIN}
                : new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD});
  }

  /** Returns what is to be written to the proxy now; writing moves its position. */
  public ByteBuffer outbound() {
    return outbound;
  }

  /** Returns whether the proxy has connected us to the peer. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /**
   * Takes bytes from the proxy. Stops at the handshake's last byte: what then remains in the buffer
   * comes from the peer.
   *
   * @throws Socks5Exception if the proxy refuses or talks something else; close the connection
   */
  public void receive(ByteBuffer in) throws Socks5Exception {
    while (in.hasRemaining() && state != State.DONE) {
      if (state == State.FAILED) {
        throw new Socks5Exception("the proxy has refused already");
      }
      answer[answered++] = in.get();
      switch (state) {
        case METHOD -> onMethod();
        case LOGIN -> onLogin();
        default -> onReply();
      }
    }
  }

  private void onMethod() throws Socks5Exception {
    if (octet(0) != VERSION) {
      throw failed("the proxy does not speak SOCKS5");
    }
    if (answered < 2) {
      return;
    }
    int method = octet(1);
    if (method == NO_LOGIN) {
      send(State.REPLY, request());
    } else if (method == USER_AND_PASSWORD && user != null) {
      send(State.LOGIN, login(user));
    } else if (method == NO_METHOD || method == USER_AND_PASSWORD) {
      throw failed(
          user == null
              ? "the proxy wants a login: set a user name and a password"
              : "the proxy accepts neither a user name with a password nor going without");
    } else {
      throw failed("the proxy chose method " + method + ", which was not offered");
    }
  }

  private void onLogin() throws Socks5Exception {
    if (octet(0) != LOGIN_VERSION) {
      throw failed("the proxy's answer to the login is not RFC 1929");
    }
    if (answered < 2) {
      return;
    }
    if (octet(1) != 0) {
      throw failed("the proxy does not accept the user name and password");
    }
    send(State.REPLY, request());
  }

  private void onReply() throws Socks5Exception {
    if (octet(0) != VERSION) {
      throw failed("the proxy does not speak SOCKS5");
    }
    if (answered >= 2 && octet(1) != 0) {
      throw failed("the proxy cannot reach " + host + ":" + port + ": " + reason(octet(1)));
    }
    if (answered < 5) {
      return;
    }
    int length =
        switch (octet(3)) {
          case IPV4 -> 4 + 4 + 2;
          case IPV6 -> 4 + 16 + 2;
          case NAME -> 4 + 1 + octet(4) + 2;
          default -> throw failed("the proxy's reply has the unknown address type " + octet(3));
        };
    if (answered == length) {
      state = State.DONE;
    }
  }

  /** The replies of RFC 1928 section 6. */
  private static String reason(int reply) {
    return switch (reply) {
      case 1 -> "general failure";
      case 2 -> "its rules do not allow it";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable";
      case 5 -> "connection refused";
      case 6 -> "time to live expired";
      case 7 -> "it does not support connecting";
      case 8 -> "it does not support this type of address";
      default -> "reply " + reply;
    };
  }

  private byte[] login(String user) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(LOGIN_VERSION);
    writeText(bytes, user);
    writeText(bytes, password);
    return bytes.toByteArray();
  }

  private byte[] request() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    bytes.write(CONNECT);
    bytes.write(0);
    if (literal == null) {
      bytes.write(NAME);
      writeText(bytes, host);
    } else {
      byte[] address = literal.getAddress();
      bytes.write(address.length == 4 ? IPV4 : IPV6);
      bytes.writeBytes(address);
    }
    bytes.write(port >>> 8);
    bytes.write(port);
    return bytes.toByteArray();
  }

  private static void writeText(ByteArrayOutputStream bytes, String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    bytes.write(encoded.length);
    bytes.writeBytes(encoded);
  }

  private void send(State next, byte[] bytes) {
    state = next;
    answered = 0;
    outbound = ByteBuffer.wrap(bytes);
  }

  private int octet(int index) {
    return answer[index] & 0xff;
  }

  private Socks5Exception failed(String reason) {
    state = State.FAILED;
    return new Socks5Exception(reason);
  }
}
