package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options page tells the truth: every libzmq option has a row, every setter is in it. */
class OptionsTableTest {
  /** Every socket and context option that libzmq 4.3.5 declares, without the ZMQ_ in front. */
  private static final String LIBZMQ =
      """
      AFFINITY ROUTING_ID SUBSCRIBE UNSUBSCRIBE RATE RECOVERY_IVL SNDBUF RCVBUF RCVMORE FD EVENTS
      TYPE LINGER RECONNECT_IVL BACKLOG RECONNECT_IVL_MAX MAXMSGSIZE SNDHWM RCVHWM MULTICAST_HOPS
      RCVTIMEO SNDTIMEO LAST_ENDPOINT ROUTER_MANDATORY TCP_KEEPALIVE TCP_KEEPALIVE_CNT
      TCP_KEEPALIVE_IDLE TCP_KEEPALIVE_INTVL IMMEDIATE XPUB_VERBOSE ROUTER_RAW MECHANISM
      PLAIN_SERVER PLAIN_USERNAME PLAIN_PASSWORD CURVE_SERVER CURVE_PUBLICKEY CURVE_SECRETKEY
      CURVE_SERVERKEY PROBE_ROUTER REQ_CORRELATE REQ_RELAXED CONFLATE ZAP_DOMAIN ROUTER_HANDOVER
      TOS CONNECT_ROUTING_ID GSSAPI_SERVER GSSAPI_PRINCIPAL GSSAPI_SERVICE_PRINCIPAL
      GSSAPI_PLAINTEXT HANDSHAKE_IVL SOCKS_PROXY XPUB_NODROP BLOCKY XPUB_MANUAL XPUB_WELCOME_MSG
      STREAM_NOTIFY INVERT_MATCHING HEARTBEAT_IVL HEARTBEAT_TTL HEARTBEAT_TIMEOUT XPUB_VERBOSER
      CONNECT_TIMEOUT TCP_MAXRT THREAD_SAFE MULTICAST_MAXTPDU VMCI_BUFFER_SIZE
      VMCI_BUFFER_MIN_SIZE VMCI_BUFFER_MAX_SIZE VMCI_CONNECT_TIMEOUT USE_FD
      GSSAPI_PRINCIPAL_NAMETYPE GSSAPI_SERVICE_PRINCIPAL_NAMETYPE BINDTODEVICE IDENTITY CONNECT_RID
      TCP_ACCEPT_FILTER IPC_FILTER_PID IPC_FILTER_UID IPC_FILTER_GID IPV4ONLY
      DELAY_ATTACH_ON_CONNECT FAIL_UNROUTABLE ROUTER_BEHAVIOR ZAP_ENFORCE_DOMAIN LOOPBACK_FASTPATH
      METADATA MULTICAST_LOOP ROUTER_NOTIFY XPUB_MANUAL_LAST_VALUE SOCKS_USERNAME SOCKS_PASSWORD
      IN_BATCH_SIZE OUT_BATCH_SIZE WSS_KEY_PEM WSS_CERT_PEM WSS_TRUST_PEM WSS_HOSTNAME
      WSS_TRUST_SYSTEM ONLY_FIRST_SUBSCRIBE RECONNECT_STOP HELLO_MSG DISCONNECT_MSG PRIORITY
      BUSY_POLL HICCUP_MSG XSUB_VERBOSE_UNSUBSCRIBE TOPICS_COUNT NORM_MODE NORM_UNICAST_NACK
      NORM_BUFFER_SIZE NORM_SEGMENT_SIZE NORM_BLOCK_SIZE NORM_NUM_PARITY NORM_NUM_AUTOPARITY
      NORM_PUSH IO_THREADS MAX_SOCKETS SOCKET_LIMIT THREAD_PRIORITY THREAD_SCHED_POLICY MAX_MSGSZ
      MSG_T_SIZE THREAD_AFFINITY_CPU_ADD THREAD_AFFINITY_CPU_REMOVE THREAD_NAME_PREFIX
      ZERO_COPY_RECV IPV6 IPV6
      """;

  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "options.md")).stream()
        .filter(line -> line.startsWith("| "))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  @Test
  void shouldHaveOneRowForEveryLibzmqOption() throws IOException {
    List<String> found = new ArrayList<>();
    for (List<String> row : rows()) {
      Matcher names = Pattern.compile("ZMQ_([A-Z0-9_]+)").matcher(row.get(0));
      while (names.find()) {
        found.add(names.group(1));
      }
    }
    List<String> expected = new ArrayList<>(List.of(LIBZMQ.strip().split("\\s+")));
    expected.sort(null);
    found.sort(null);
    assertEquals(expected, found);
  }

  @Test
  void shouldFillEveryColumnOfEveryRow() throws IOException {
    for (List<String> row : rows()) {
      assertTrue(row.size() >= 3 && row.stream().noneMatch(String::isEmpty), row::toString);
    }
  }

  @Test
  void shouldNameEverySetter() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "options.md"));
    TreeSet<String> missing = new TreeSet<>();
    Stream.concat(
            Arrays.stream(SocketOptions.class.getPermittedSubclasses()),
            Stream.of(
                SocketOptions.class,
                ContextOptions.class,
                TcpOptions.class,
                IpcOptions.class,
                KeepAlive.class,
                Heartbeat.class,
                Reconnect.class,
                SocksProxy.class,
                OverflowOptions.class))
        .forEach(
            type -> {
              for (Method method : type.getDeclaredMethods()) {
                boolean setter =
                    Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() > 0
                        && !method.getName().equals("equals");
                String owner = type == SocketOptions.class ? "*o*`" : "`" + type.getSimpleName();
                String call = method.getName() + "(";
                // Where several types share a setter, the row says "`setter(…)` on `AOptions`, …".
                boolean named =
                    page.contains(owner + "." + call)
                        || page.lines()
                            .anyMatch(
                                line -> line.contains("`" + call) && line.contains(owner + "`"))
                        || (type == SocketOptions.class && page.contains("`" + call));
                if (setter && !named) {
                  missing.add(type.getSimpleName() + "." + call);
                }
              }
            });
    assertEquals(new TreeSet<>(), missing);
  }
}
