package io.cero;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.wire.SocketType;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public call, given what nobody should give it: nothing but a documented exception leaves
 * it, and the socket works as before.
 */
class AnyCallTest {
  private static final int TRIES = 12;
  private static final RoutingId NAME = RoutingId.of("known");

  private final long seed = Long.getLong("cero.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final SelectableChannel blocking;

  AnyCallTest() throws IOException {
    blocking = SocketChannel.open();
  }

  /** Makes a socket whose calls don't wait. */
  @FunctionalInterface
  interface Kind {
    Socket open(Context context);
  }

  private static <O extends SocketOptions<O>> Consumer<O> impatient() {
    return o -> o.linger(Duration.ZERO).sendTimeout(Duration.ZERO).receiveTimeout(Duration.ZERO);
  }

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("PAIR", context -> context.pair(impatient())),
              Map.entry("PUB", context -> context.pub(impatient())),
              Map.entry("SUB", context -> context.sub(impatient())),
              Map.entry("XPUB", context -> context.xpub(impatient())),
              Map.entry("XSUB", context -> context.xsub(impatient())),
              Map.entry("REQ", context -> context.req(impatient())),
              Map.entry("REP", context -> context.rep(impatient())),
              Map.entry("DEALER", context -> context.dealer(impatient())),
              Map.entry("ROUTER", context -> context.router(impatient())),
              Map.entry("PUSH", context -> context.push(impatient())),
              Map.entry("PULL", context -> context.pull(impatient())),
              Map.entry("STREAM", context -> context.stream(impatient()))));

  private static final Map<String, String> PEERS =
      Map.ofEntries(
          Map.entry("PAIR", "PAIR"),
          Map.entry("PUB", "SUB"),
          Map.entry("SUB", "PUB"),
          Map.entry("XPUB", "XSUB"),
          Map.entry("XSUB", "XPUB"),
          Map.entry("REQ", "REP"),
          Map.entry("REP", "REQ"),
          Map.entry("DEALER", "ROUTER"),
          Map.entry("ROUTER", "DEALER"),
          Map.entry("PUSH", "PULL"),
          Map.entry("PULL", "PUSH"));

  static Stream<Arguments> kinds() {
    return KINDS.keySet().stream().map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldThrowOnlyWhatIsDocumentedAndStayUsableWhateverASocketIsGiven(String type)
      throws Exception {
    try (Context context = Context.create(o -> o.linger(Duration.ZERO));
        Socket other = context.pull()) {
      for (Method method : callsOf(kind(type).open(context).getClass())) {
        for (int i = 0; i < triesOf(method); i++) {
          Socket socket = kind(type).open(context);
          Socket peer = withPeer(context, type, socket);
          List<Object> given = odd(method, context, other);
          call(socket, method, given);
          if (!method.getName().equals("close")) {
            requireUsable(socket, method, given);
          }
          socket.close();
          assertTrue(socket.isClosed());
          requireClosed(socket, method, given);
          peer.close();
        }
      }
    }
  }

  /** Connects a peer over inproc, which sends some messages if it can. */
  private static Socket withPeer(Context context, String type, Socket socket) {
    String kind = PEERS.get(type);
    if (kind == null) {
      return context.pair(); // nobody talks to a STREAM here
    }
    Socket peer = kind(kind).open(context);
    String endpoint = "inproc://any-call";
    socket.bind(endpoint);
    peer.connect(endpoint);
    socket.unbind(endpoint);
    if (socket instanceof SubSocket sub) {
      sub.subscribe("");
    }
    if (peer instanceof Sender sender) {
      try {
        for (int i = 0; i < 3; i++) {
          sender.trySend(Message.of("any", "call"));
        }
      } catch (OutOfTurnException oneIsAll) {
        return peer;
      }
    }
    return peer;
  }

  private static Kind kind(String type) {
    return Optional.ofNullable(KINDS.get(type)).orElseThrow();
  }

  @AfterEach
  void closeChannel() throws IOException {
    blocking.close();
  }

  @Test
  void shouldThrowOnlyWhatIsDocumentedWhateverOtherObjectsAreGiven() throws Exception {
    try (Context context = Context.create(o -> o.linger(Duration.ZERO));
        PullSocket other = context.pull(impatient())) {
      for (int i = 0; i < 3 * TRIES; i++) {
        for (Method method : callsOf(Poller.class)) {
          if (method.getName().equals("poll") && method.getParameterCount() == 0) {
            continue; // with something registered it waits, as it should
          }
          try (Poller poller = context.poller()) {
            poller.register(other, Interest.READ);
            call(poller, method, odd(method, context, other));
          }
        }
        for (Method method : callsOf(SocketMonitor.class)) {
          call(other.monitor(), method, odd(method, context, other));
        }
        for (Method method : callsOf(Context.class)) {
          try (Context own = Context.create(o -> o.linger(Duration.ZERO).ioThreads(0))) {
            call(own, method, odd(method, context, other));
          }
        }
      }
    }
  }

  // ------------------------------------------------------------------ one call

  private static List<Method> callsOf(Class<?> type) {
    List<Method> calls = new ArrayList<>();
    for (Method method : type.getMethods()) {
      boolean ours = method.getDeclaringClass().getPackageName().equals("io.cero");
      if (ours && !Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
        calls.add(method);
      }
    }
    assertFalse(calls.isEmpty());
    calls.sort((one, two) -> one.toString().compareTo(two.toString()));
    return calls;
  }

  private static int triesOf(Method method) {
    return method.getParameterCount() == 0 ? 1 : TRIES;
  }

  private void call(Object subject, Method method, List<Object> given) {
    try {
      method.invoke(subject, given.toArray());
    } catch (InvocationTargetException e) {
      requireDocumented(e.getCause(), method, given);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private void requireDocumented(Throwable thrown, Method method, List<Object> given) {
    boolean documented =
        thrown instanceof CeroException
            || thrown instanceof ReadOnlyBufferException
            || thrown.getClass() == IllegalArgumentException.class
            || thrown.getClass() == IllegalStateException.class
            || thrown instanceof IllegalBlockingModeException
            || thrown instanceof NullPointerException && hasNull(given);
    if (!documented) {
      fail(describe(method, given) + " let out " + thrown, thrown);
    }
  }

  private static boolean hasNull(List<Object> given) {
    return given.stream()
        .anyMatch(
            each ->
                each == null || each instanceof Object[] all && Arrays.asList(all).contains(null));
  }

  private String describe(Method method, List<Object> given) {
    List<String> texts = new ArrayList<>();
    for (Object each : given) {
      String text = each instanceof Object[] all ? Arrays.toString(all) : String.valueOf(each);
      texts.add(text.length() > 100 ? text.substring(0, 100) + "…" : text);
    }
    return method + " given " + texts + ", seed " + seed + ",";
  }

  /** Nobody is left inside, and it can be talked to. */
  private void requireUsable(Socket socket, Method method, List<Object> given) {
    try {
      if (socket.type() != SocketType.STREAM) { // which has no inproc
        String endpoint = "inproc://usable";
        socket.bind(endpoint);
        socket.unbind(endpoint);
      }
      socket.peers();
      socket.statistics();
    } catch (RuntimeException e) {
      throw new AssertionError("unusable after " + describe(method, given) + " as " + e, e);
    }
  }

  private void requireClosed(Socket socket, Method method, List<Object> given) {
    try {
      socket.peers();
      fail("open after its close and " + describe(method, given));
    } catch (ClosedException end) {
      assertTrue(socket.isClosed());
    }
  }

  // ------------------------------------------------------------------ odd arguments

  private List<Object> odd(Method method, Context context, Socket other) throws Exception {
    List<Object> given = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      given.add(odd(type, context, other));
    }
    return given;
  }

  private Object odd(Class<?> type, Context context, Socket other) throws Exception {
    if (type == int.class) {
      return any(0, -1, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE, SelectionKey.OP_ACCEPT);
    }
    if (type == long.class) {
      return System.nanoTime() - random.nextInt(1_000_000);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (random.nextInt(4) == 0) {
      return null;
    }
    if (type == String.class) {
      return any(
          "",
          "any",
          "call",
          "\0",
          "\uD800",
          "x".repeat(70_000),
          "tcp",
          "tcp://",
          "tcp://127.0.0.1:65536",
          "tcp://127.0.0.1:-1",
          "tcp://:1",
          "tcp://[::1",
          "tcp://127.0.0.1:*",
          "ipc://",
          "ipc:///no/such/place",
          "ipc://" + "x".repeat(300),
          "inproc://",
          "inproc://nobody",
          "udp://127.0.0.1:1");
    }
    if (type == byte[].class) {
      return any(new byte[0], new byte[] {0}, new byte[] {1}, new byte[300], new byte[70_000]);
    }
    if (type == ByteBuffer.class) {
      return any(
          ByteBuffer.allocate(0),
          ByteBuffer.allocate(10),
          ByteBuffer.allocateDirect(10),
          ByteBuffer.allocate(10).asReadOnlyBuffer(),
          ByteBuffer.allocate(70_000),
          ByteBuffer.allocate(10).position(7).slice());
    }
    if (type == Duration.class) {
      return any(
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofNanos(-1),
          Duration.ofSeconds(Long.MIN_VALUE));
    }
    if (type == Message.class) {
      return any(
          Message.of(""),
          Message.of("any", "", "call"),
          Message.of(Collections.nCopies(2_000, "").toArray(String[]::new)),
          Message.of(new byte[70_000]));
    }
    if (type == Envelope.class) {
      return Envelope.parse(Message.of("address", "", "body"));
    }
    if (type == RoutingId.class) {
      return any(NAME, RoutingId.of(new byte[255]));
    }
    if (type == Runnable.class) {
      return (Runnable) () -> {};
    }
    if (type == PeerStatus.class) {
      return new PeerStatus(
          any(-1L, 0L, Long.MAX_VALUE),
          any(Optional.empty(), Optional.of(NAME)),
          any("", "tcp://127.0.0.1:1"),
          random.nextBoolean(),
          random.nextBoolean(),
          Optional.empty());
    }
    if (type == Consumer.class) {
      return (Consumer<?>) options -> {};
    }
    if (type == Socket.class) {
      PullSocket closed = context.pull();
      closed.close();
      return any(other, closed, context.push());
    }
    if (type == Interest[].class) {
      return any(
          new Interest[0],
          new Interest[] {Interest.READ},
          new Interest[] {Interest.WRITE, Interest.WRITE},
          new Interest[] {null});
    }
    if (type == String[].class) {
      return any(new String[0], new String[] {""}, new String[] {null});
    }
    if (type == SelectableChannel.class) {
      SelectableChannel closed = SocketChannel.open();
      closed.close();
      return any(closed, blocking);
    }
    return fail("say here what a " + type + " may be");
  }

  @SafeVarargs
  private <T> T any(T... all) {
    return all[random.nextInt(all.length)];
  }
}
