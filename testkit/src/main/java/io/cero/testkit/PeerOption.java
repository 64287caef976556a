package io.cero.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A libzmq socket option: its number in {@code zmq.h} and the form of its value.
 *
 * @param name without the {@code ZMQ_}
 * @param number in {@code zmq.h}
 * @param form of its value
 */
record PeerOption(String name, int number, Form form) {

  /** How a value travels. */
  enum Form {
    INT("i"),
    LONG("l"),
    BYTES("b"),
    TEXT("b");

    final String code;

    Form(String code) {
      this.code = code;
    }
  }

  private static final Map<String, PeerOption> ALL = new HashMap<>();

  static {
    add(Form.LONG, "AFFINITY", 4, "MAXMSGSIZE", 22);
    add(Form.BYTES, "ROUTING_ID", 5, "IDENTITY", 5, "CONNECT_ROUTING_ID", 61);
    add(Form.BYTES, "CURVE_PUBLICKEY", 48, "CURVE_SECRETKEY", 49, "CURVE_SERVERKEY", 50);
    add(Form.BYTES, "XPUB_WELCOME_MSG", 72, "HELLO_MSG", 110, "DISCONNECT_MSG", 111);
    add(Form.BYTES, "HICCUP_MSG", 114);
    add(Form.TEXT, "PLAIN_USERNAME", 45, "PLAIN_PASSWORD", 46, "ZAP_DOMAIN", 55);
    add(Form.TEXT, "SOCKS_PROXY", 68, "SOCKS_USERNAME", 99, "SOCKS_PASSWORD", 100);
    add(Form.TEXT, "GSSAPI_PRINCIPAL", 63, "GSSAPI_SERVICE_PRINCIPAL", 64);
    add(Form.TEXT, "BINDTODEVICE", 92, "METADATA", 95);
    add(Form.INT, "SNDBUF", 11, "RCVBUF", 12, "LINGER", 17, "SNDHWM", 23, "RCVHWM", 24);
    add(Form.INT, "RECONNECT_IVL", 18, "RECONNECT_IVL_MAX", 21, "RECONNECT_STOP", 109);
    add(Form.INT, "BACKLOG", 19, "CONNECT_TIMEOUT", 79, "HANDSHAKE_IVL", 66, "TCP_MAXRT", 80);
    add(Form.INT, "ROUTER_MANDATORY", 33, "ROUTER_RAW", 41, "ROUTER_HANDOVER", 56);
    add(Form.INT, "PROBE_ROUTER", 51, "ROUTER_NOTIFY", 97, "STREAM_NOTIFY", 73);
    add(Form.INT, "TCP_KEEPALIVE", 34, "TCP_KEEPALIVE_CNT", 35, "TCP_KEEPALIVE_IDLE", 36);
    add(Form.INT, "TCP_KEEPALIVE_INTVL", 37, "IMMEDIATE", 39, "IPV6", 42, "TOS", 57);
    add(Form.INT, "XPUB_VERBOSE", 40, "XPUB_VERBOSER", 78, "XPUB_NODROP", 69);
    add(Form.INT, "XPUB_MANUAL", 71, "XPUB_MANUAL_LAST_VALUE", 98, "INVERT_MATCHING", 74);
    add(Form.INT, "ONLY_FIRST_SUBSCRIBE", 108, "CONFLATE", 54, "PRIORITY", 112);
    add(Form.INT, "PLAIN_SERVER", 44, "CURVE_SERVER", 47, "GSSAPI_SERVER", 62);
    add(Form.INT, "GSSAPI_PLAINTEXT", 65, "ZAP_ENFORCE_DOMAIN", 93);
    add(Form.INT, "REQ_CORRELATE", 52, "REQ_RELAXED", 53);
    add(Form.INT, "HEARTBEAT_IVL", 75, "HEARTBEAT_TTL", 76, "HEARTBEAT_TIMEOUT", 77);
    add(Form.INT, "IN_BATCH_SIZE", 101, "OUT_BATCH_SIZE", 102);
  }

  private static void add(Form form, Object... namesAndNumbers) {
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      String name = (String) namesAndNumbers[i];
      ALL.put(name, new PeerOption(name, (Integer) namesAndNumbers[i + 1], form));
    }
  }

  static PeerOption named(String name) {
    PeerOption option = ALL.get(name);
    if (option == null) {
      throw new IllegalArgumentException(
          "no option " + name + "; write libzmq's name without ZMQ_, such as SNDHWM");
    }
    return option;
  }

  /** The value as an {@code Integer}, {@code Long}, {@code byte[]} or {@code String}. */
  Object convert(Object value) {
    if (form == Form.BYTES || form == Form.TEXT) {
      if (value instanceof byte[] bytes) {
        return form == Form.BYTES ? bytes : new String(bytes, UTF_8);
      }
      if (value instanceof String text) {
        return form == Form.TEXT ? text : text.getBytes(UTF_8);
      }
    } else {
      long number;
      if (value instanceof Boolean flag) {
        number = flag ? 1 : 0;
      } else if (value instanceof Duration duration) {
        number = duration.toMillis();
      } else if (value instanceof Integer || value instanceof Long) {
        number = ((Number) value).longValue();
      } else {
        throw new IllegalArgumentException(name + " takes a number, not " + value);
      }
      return form == Form.LONG ? (Object) number : (Object) Math.toIntExact(number);
    }
    throw new IllegalArgumentException(name + " takes bytes or text, not " + value);
  }
}
