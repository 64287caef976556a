package io.cero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SocketOptionsTest {
  private static final ContextOptions CONTEXT = new ContextOptions().freeze();

  static Stream<SocketOptions<?>> everyType() {
    return Stream.of(
        new PairOptions(CONTEXT),
        new PubOptions(CONTEXT),
        new SubOptions(CONTEXT),
        new XPubOptions(CONTEXT),
        new XSubOptions(CONTEXT),
        new ReqOptions(CONTEXT),
        new RepOptions(CONTEXT),
        new DealerOptions(CONTEXT),
        new RouterOptions(CONTEXT),
        new PushOptions(CONTEXT),
        new PullOptions(CONTEXT),
        new StreamOptions(CONTEXT));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void shouldHaveTheStatedDefaultsWhenNothingIsSet(SocketOptions<?> options) {
    assertEquals(1_000, options.sendHighWaterMark());
    assertEquals(1_000, options.receiveHighWaterMark());
    assertEquals(268_435_456, options.sendByteBudget());
    assertEquals(268_435_456, options.receiveByteBudget());
    assertEquals(SocketOptions.FOREVER, options.sendTimeout());
    assertEquals(SocketOptions.FOREVER, options.receiveTimeout());
    assertEquals(Duration.ZERO, options.busyPoll());
    assertEquals(Duration.ofSeconds(1), options.linger());
    assertEquals(Duration.ofSeconds(30), options.handshakeTimeout());
    assertEquals(-1, options.maximumMessageSize());
    assertFalse(options.immediate());
    assertEquals(Heartbeat.none(), options.heartbeat());
    assertEquals(Reconnect.every(Duration.ofMillis(100)), options.reconnect());
    assertEquals(TcpOptions.defaults(), options.tcp());
    assertEquals(IpcOptions.defaults(), options.ipc());
    assertEquals(Security.none(), options.security());
    assertEquals(Map.of(), options.properties());
    assertEquals(Optional.empty(), options.overflow());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void shouldReturnItselfFromEverySetterAndReadTheValueBack(SocketOptions<?> options)
      throws ReflectiveOperationException {
    int checked = 0;
    for (Method setter : setters(options)) {
      assertSame(options, setter.invoke(options, sample(setter)), setter::toString);
      if (setter.getParameterCount() == 1
          && !setter.getName().equals("property")
          && !setter.getName().equals("highWaterMark")
          && setter.getParameterTypes()[0] != UnaryOperator.class) {
        Object value = options.getClass().getMethod(setter.getName()).invoke(options);
        Object expected = sample(setter)[0];
        assertEquals(value instanceof Optional ? Optional.of(expected) : expected, value);
        checked++;
      }
    }
    assertTrue(checked >= 15, "only " + checked + " setters have a getter");
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void shouldRefuseEverySetterWhenTheSocketIsMade(SocketOptions<?> options)
      throws ReflectiveOperationException {
    assertSame(options, options.setBy(any -> {}));
    int refused = 0;
    for (Method setter : setters(options)) {
      Object[] arguments = sample(setter);
      OptionException refusal =
          assertInstanceOf(
              OptionException.class,
              assertThrows(InvocationTargetException.class, () -> setter.invoke(options, arguments))
                  .getCause());
      assertTrue(
          refusal.getMessage().endsWith(": it is given when the socket is made, not later"),
          refusal::getMessage);
      refused++;
    }
    assertTrue(refused >= 18, "only " + refused + " setters were tried");
  }

  /** What sets something: public, of the options' own classes, returning the options. */
  private static List<Method> setters(SocketOptions<?> options) {
    return Arrays.stream(options.getClass().getMethods())
        .filter(method -> SocketOptions.class.isAssignableFrom(method.getReturnType()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
        .toList();
  }

  /** A value for a setter that is not its default. */
  private static Object[] sample(Method setter) {
    if (setter.getName().equals("property")) {
      return new Object[] {"X-Name", "value"};
    }
    if (setter.getName().equals("peerNotifications") && setter.getParameterCount() == 2) {
      return new Object[] {PeerNotification.CONNECT, new PeerNotification[0]};
    }
    Class<?> type = setter.getParameterTypes()[0];
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(int.class, 7),
            Map.entry(long.class, 77L),
            Map.entry(Duration.class, Duration.ofMillis(5)),
            Map.entry(Message.class, Message.of("m")),
            Map.entry(RoutingId.class, RoutingId.of("id")),
            Map.entry(Heartbeat.class, Heartbeat.every(Duration.ofSeconds(1))),
            Map.entry(Reconnect.class, Reconnect.never()),
            Map.entry(TcpOptions.class, TcpOptions.defaults().withBacklog(3)),
            Map.entry(IpcOptions.class, IpcOptions.defaults().withBacklog(3)),
            Map.entry(Security.class, Security.plainClient("user", "password")),
            Map.entry(OverflowOptions.class, OverflowOptions.in(Path.of("here"))),
            Map.entry(UnaryOperator.class, UnaryOperator.identity()));
    if (type == boolean.class) {
      boolean standard = setter.getDeclaringClass() == StreamOptions.class;
      return new Object[] {!standard};
    }
    return new Object[] {samples.get(type)};
  }

  @Test
  void shouldTakeTheContextsDefaultsWhenItHasOthers() {
    ContextOptions context =
        new ContextOptions().linger(Duration.ZERO).maximumMessageSize(1_024).ipv6(true).freeze();
    PairOptions options = new PairOptions(context);
    assertEquals(Duration.ZERO, options.linger());
    assertEquals(1_024, options.maximumMessageSize());
    assertTrue(options.tcp().ipv6());
  }

  @Test
  void shouldChainTypedSettersWhenMixedWithCommonOnes() {
    RouterOptions options =
        new RouterOptions(CONTEXT)
            .linger(Duration.ZERO)
            .mandatory(true)
            .highWaterMark(5)
            .tcp(tcp -> tcp.withBacklog(10))
            .tcp(tcp -> tcp.withTypeOfService(16))
            .ipc(ipc -> ipc.withPermissions("rw-------"))
            .peerNotifications(PeerNotification.CONNECT, PeerNotification.DISCONNECT);
    assertEquals(5, options.sendHighWaterMark());
    assertEquals(5, options.receiveHighWaterMark());
    assertEquals(10, options.tcp().backlog());
    assertEquals(16, options.tcp().typeOfService());
    assertEquals(
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
        options.ipc().permissions().orElseThrow());
    assertEquals(
        Set.of(PeerNotification.CONNECT, PeerNotification.DISCONNECT), options.peerNotifications());
  }

  @Test
  void shouldImplyTheWeakerModeWhenTheStrongerIsSet() {
    assertTrue(new XPubOptions(CONTEXT).verboser(true).verbose());
    assertTrue(new XPubOptions(CONTEXT).manualLastValue(true).manual());
    assertFalse(new XPubOptions(CONTEXT).verbose(true).verboser());
    assertFalse(new XPubOptions(CONTEXT).manual(true).manualLastValue());
    assertTrue(new StreamOptions(CONTEXT).peerNotifications());
    assertFalse(new StreamOptions(CONTEXT).peerNotifications(false).peerNotifications());
  }

  @Test
  void shouldNameTheOptionTheValueAndTheRangeWhenAValueIsRefused() {
    PairOptions options = new PairOptions(CONTEXT);
    refused(
        "sendHighWaterMark: -1 is less than 0 (0 sets no limit)",
        () -> options.sendHighWaterMark(-1));
    refused(
        "receiveHighWaterMark: -1 is less than 0 (0 sets no limit)",
        () -> options.receiveHighWaterMark(-1));
    refused("highWaterMark: -2 is less than 0 (0 sets no limit)", () -> options.highWaterMark(-2));
    refused(
        "sendByteBudget: -1 is less than 0 (bytes; 0 sets no limit)",
        () -> options.sendByteBudget(-1));
    refused(
        "receiveByteBudget: -1 is less than 0 (bytes; 0 sets no limit)",
        () -> options.receiveByteBudget(-1));
    refused(
        "maximumMessageSize: -2 is less than -1 (bytes, or -1 for no limit)",
        () -> options.maximumMessageSize(-2));
    Duration negative = Duration.ofMillis(-1);
    refused("linger: PT-0.001S is negative; give zero or more", () -> options.linger(negative));
    refused(
        "sendTimeout: PT-0.001S is negative; give zero or more",
        () -> options.sendTimeout(negative));
    refused(
        "receiveTimeout: PT-0.001S is negative; give zero or more",
        () -> options.receiveTimeout(negative));
    refused("busyPoll: PT-0.001S is negative; give zero or more", () -> options.busyPoll(negative));
    refused(
        "handshakeTimeout: PT-0.001S is negative; give zero or more",
        () -> options.handshakeTimeout(negative));
    refused(
        "routingId: 0000000001 begins with a zero byte, which is kept for those a ROUTER makes up",
        () -> new ReqOptions(CONTEXT).routingId(RoutingId.ofUnsignedInt(1)));
    refused(
        "welcomeMessage: it has 2 frames; give one of one frame",
        () -> new XPubOptions(CONTEXT).welcomeMessage(Message.of("a", "b")));
    assertEquals(1_000, options.sendHighWaterMark());
    assertEquals(Duration.ofSeconds(1), options.linger());
  }

  @Test
  void shouldKeepPropertiesWithoutRegardToCase() {
    PairOptions options =
        new PairOptions(CONTEXT)
            .property("X-Name", "a")
            .property("x-name", "b")
            .property("X-2", "");
    assertEquals("b", options.properties().get("X-NAME"));
    assertEquals(2, options.properties().size());
    assertThrows(UnsupportedOperationException.class, () -> options.properties().put("X-3", ""));
    for (String wrong :
        List.of("", "X-", "Name", "X-a b", "X-a:b", "X-é", "X-" + "a".repeat(254))) {
      refused(
          "property: '"
              + wrong
              + "' is not X- and letters, digits, - _ . or +, at most 255 characters in all",
          () -> options.property(wrong, "value"));
    }
    options.property("X-" + "a".repeat(253), "value");
  }

  @Test
  void shouldBeTheLongestNanosecondsWhenForever() {
    assertEquals(Long.MAX_VALUE, TimeUnit.NANOSECONDS.convert(SocketOptions.FOREVER));
    PairOptions options = new PairOptions(CONTEXT).linger(SocketOptions.FOREVER);
    assertEquals(SocketOptions.FOREVER, options.linger());
  }

  @Test
  void shouldCheckTheHeartbeat() {
    Duration second = Duration.ofSeconds(1);
    assertFalse(Heartbeat.none().isOn());
    Heartbeat heartbeat = Heartbeat.every(second);
    assertTrue(heartbeat.isOn());
    assertEquals(second, heartbeat.timeout());
    assertEquals(Duration.ZERO, heartbeat.timeToLive());
    assertEquals(
        new Heartbeat(second, second.multipliedBy(3), second.multipliedBy(5)),
        heartbeat.withTimeout(second.multipliedBy(3)).withTimeToLive(second.multipliedBy(5)));
    refused(
        "heartbeat interval: PT-1S is negative; give zero or more",
        () -> Heartbeat.every(second.negated()));
    refused(
        "heartbeat timeout: PT-1S is negative; give zero or more",
        () -> heartbeat.withTimeout(second.negated()));
    refused(
        "heartbeat timeToLive: PT0.099S is not within PT0.1S to PT1H49M13.599S",
        () -> heartbeat.withTimeToLive(Duration.ofMillis(99)));
    refused(
        "heartbeat timeToLive: PT1H49M13.6S is not within PT0.1S to PT1H49M13.599S",
        () -> heartbeat.withTimeToLive(Duration.ofMillis(6_553_600)));
    assertEquals(
        Duration.ofMillis(6_553_599),
        heartbeat.withTimeToLive(Duration.ofMillis(6_553_599)).timeToLive());
  }

  @Test
  void shouldCheckReconnecting() {
    Duration second = Duration.ofSeconds(1);
    assertTrue(Reconnect.defaults().isOn());
    assertFalse(Reconnect.never().isOn());
    assertEquals(Set.of(), Reconnect.defaults().stopOn());
    Reconnect reconnect =
        Reconnect.every(second)
            .withMaximumInterval(second.multipliedBy(8))
            .withStopOn(
                Reconnect.StopCondition.HANDSHAKE_FAILED, Reconnect.StopCondition.HANDSHAKE_FAILED);
    assertEquals(Set.of(Reconnect.StopCondition.HANDSHAKE_FAILED), reconnect.stopOn());
    assertEquals(second.multipliedBy(8), reconnect.maximumInterval());
    refused(
        "reconnect interval: PT0S is shorter than PT0.001S", () -> Reconnect.every(Duration.ZERO));
    refused(
        "reconnect maximumInterval: PT0.5S is shorter than PT1S",
        () -> Reconnect.every(second).withMaximumInterval(Duration.ofMillis(500)));
  }

  @Test
  void shouldCheckTcp() {
    TcpOptions defaults = TcpOptions.defaults();
    assertEquals(KeepAlive.Mode.SYSTEM, defaults.keepAlive().mode());
    assertEquals(-1, defaults.sendBufferSize());
    assertEquals(-1, defaults.receiveBufferSize());
    assertEquals(0, defaults.typeOfService());
    assertEquals(Duration.ZERO, defaults.connectTimeout());
    assertEquals(100, defaults.backlog());
    assertFalse(defaults.ipv6());
    assertEquals(Optional.empty(), defaults.socksProxy());
    SocksProxy proxy = SocksProxy.at("localhost", 1080);
    assertEquals(
        new TcpOptions(
            KeepAlive.on(), 1, 2, 255, Duration.ofSeconds(3), 4, true, Optional.of(proxy)),
        defaults
            .withKeepAlive(KeepAlive.on())
            .withSendBufferSize(1)
            .withReceiveBufferSize(2)
            .withTypeOfService(255)
            .withConnectTimeout(Duration.ofSeconds(3))
            .withBacklog(4)
            .withIpv6(true)
            .withSocksProxy(proxy));
    refused(
        "tcp sendBufferSize: 0 is less than 1 (give bytes, or -1 for the system's default)",
        () -> defaults.withSendBufferSize(0));
    refused(
        "tcp receiveBufferSize: -2 is less than 1 (give bytes, or -1 for the system's default)",
        () -> defaults.withReceiveBufferSize(-2));
    refused("tcp typeOfService: 256 is not within 0 to 255", () -> defaults.withTypeOfService(256));
    refused("tcp typeOfService: -1 is not within 0 to 255", () -> defaults.withTypeOfService(-1));
    refused(
        "tcp backlog: 0 is less than 1 (a listener needs room for one connection)",
        () -> defaults.withBacklog(0));
    refused(
        "tcp connectTimeout: PT-1S is negative; give zero or more",
        () -> defaults.withConnectTimeout(Duration.ofSeconds(-1)));
  }

  @Test
  void shouldCheckKeepAlive() {
    Duration second = Duration.ofSeconds(1);
    assertEquals(
        new KeepAlive(KeepAlive.Mode.ON, second, second.multipliedBy(2), 3),
        KeepAlive.on().withIdle(second).withInterval(second.multipliedBy(2)).withCount(3));
    assertEquals(KeepAlive.Mode.OFF, KeepAlive.off().mode());
    refused(
        "keepAlive idle: PT0.5S is not within PT1S to PT9H6M7S",
        () -> KeepAlive.on().withIdle(Duration.ofMillis(500)));
    refused(
        "keepAlive interval: PT-1S is not within PT1S to PT9H6M7S",
        () -> KeepAlive.on().withInterval(second.negated()));
    refused("keepAlive count: 128 is not within 0 to 127", () -> KeepAlive.on().withCount(128));
  }

  @Test
  void shouldCheckTheProxyAndKeepItsPasswordToItself() {
    SocksProxy proxy = SocksProxy.at("proxy.example", 1080).withUser("user", "secret");
    assertEquals("SocksProxy[user@proxy.example:1080]", proxy.toString());
    assertEquals("SocksProxy[h:1]", SocksProxy.at("h", 1).toString());
    assertEquals("secret", proxy.password());
    refused("socksProxy port: 0 is not within 1 to 65535", () -> SocksProxy.at("proxy.example", 0));
    refused(
        "socksProxy host: it has 0 bytes of UTF-8; 1 to 255 are allowed",
        () -> SocksProxy.at("", 1080));
    refused(
        "socksProxy user: it has 0 bytes of UTF-8; 1 to 255 are allowed",
        () -> proxy.withUser("", "secret"));
    refused(
        "socksProxy password: it has 256 bytes of UTF-8; 0 to 255 are allowed",
        () -> proxy.withUser("user", "é".repeat(128)));
  }

  @Test
  void shouldCheckIpc() {
    IpcOptions ipc = IpcOptions.defaults();
    assertEquals(Optional.empty(), ipc.permissions());
    assertEquals(100, ipc.backlog());
    assertEquals(
        ipc.withPermissions("rwx------"),
        ipc.withPermissions(
            Set.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE)));
    refused(
        "ipc permissions: '0700' is not of the form rwxr-x---", () -> ipc.withPermissions("0700"));
    refused(
        "ipc backlog: 0 is less than 1 (a listener needs room for one connection)",
        () -> ipc.withBacklog(0));
  }

  @Test
  void shouldCheckSecurityAndKeepItsPasswordToItself() {
    assertEquals("NULL", Security.none().mechanism());
    Security client = Security.plainClient("user", "secret");
    assertEquals("PLAIN", client.mechanism());
    assertEquals("PlainClient[user=user]", client.toString());
    assertEquals("PLAIN", Security.plainServer((user, password, address) -> true).mechanism());
    assertEquals(
        "", assertInstanceOf(Security.PlainClient.class, Security.plainClient("", "")).user());
    refused(
        "security user: it has 256 bytes of UTF-8; 0 to 255 are allowed",
        () -> Security.plainClient("x".repeat(256), ""));
    refused(
        "security password: it has 256 bytes of UTF-8; 0 to 255 are allowed",
        () -> Security.plainClient("", "é".repeat(128)));
  }

  private static void refused(String message, Executable call) {
    OptionException refusal = assertThrows(OptionException.class, call);
    assertEquals(message, refusal.getMessage());
    assertTrue(message.startsWith(refusal.option() + ": "), refusal::option);
  }
}
