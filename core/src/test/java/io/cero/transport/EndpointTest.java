package io.cero.transport;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.cero.EndpointException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:5555",
        "tcp://*:5555",
        "tcp://*:*",
        "tcp://*:0",
        "tcp://eth0:5555",
        "tcp://localhost:*",
        "tcp://[::1]:5555",
        "tcp://::1:5555",
        "tcp://[::]:*",
        "tcp://[fe80::1%eth0]:5555",
        "tcp://[fe80::1%2]:5555",
        "tcp://[::ffff:127.0.0.1]:5555",
        "ipc://*",
        "ipc:///tmp/name",
        "ipc://relative",
        "inproc://name",
        "inproc://@ any : thing"
      })
  void shouldKeepTextWhenBindable(String text) {
    assertEquals(text, Endpoint.forBind(text).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:5555",
        "tcp://localhost:5555",
        "tcp://my_host-1.example.com:65535",
        "tcp://[::1]:5555",
        "tcp://::1:5555",
        "tcp://[fe80::1%eth0]:5555",
        "tcp://eth1:0;server1:5555",
        "tcp://192.168.1.17:5555;192.168.1.1:5555",
        "tcp://*:6000;127.0.0.1:5555",
        "tcp://[::1]:*;[::1]:5555",
        "ipc:///tmp/name",
        "inproc://name"
      })
  void shouldKeepTextWhenConnectable(String text) {
    assertEquals(text, Endpoint.forConnect(text).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| scheme://address",
        "tcp| scheme://address",
        "tcp:| scheme://address",
        "tcp://| scheme://address",
        "://127.0.0.1:5555| scheme://address",
        "127.0.0.1:5555| scheme://address",
        "inproc://| scheme://address",
        "tcp://5555| the port is missing",
        "tcp://:5555| host is missing",
        "tcp://[]:5555| host is missing",
        "tcp://127.0.0.1:| port",
        "tcp://127.0.0.1:x| port",
        "tcp://127.0.0.1:55x| port",
        "tcp://127.0.0.1:-1| port",
        "tcp://127.0.0.1:+1| port",
        "tcp://127.0.0.1:65536| port",
        "tcp://127.0.0.1:4294967297| port",
        "tcp://127.0.0.1:!| port",
        "tcp://127.0.0.1:5555/| port",
        "tcp://1.2.3:5555| IPv4",
        "tcp://1.2.3.256:5555| IPv4",
        "tcp://1.2.3.4.5:5555| IPv4",
        "tcp://[1::2::3]:5555| IPv6",
        "tcp://[::g]:5555| IPv6",
        "tcp://[fe80::1%]:5555| zone",
        "tcp://[127.0.0.1]:5555| brackets",
        "tcp://[eth0]:5555| brackets",
        "ipc://@name| not possible in pure Java",
        "ipc://@| not possible in pure Java",
        "pgm://eth0;239.0.0.1:5555| not possible in pure Java",
        "bad://x| inproc://, ipc://, tcp://",
        "TCP://127.0.0.1:5555| inproc://, ipc://, tcp://"
      })
  void shouldSayWhatToWriteWhenMalformed(String text, String hint) {
    assertAll(
        () -> assertRefused(hint, () -> Endpoint.forBind(text)),
        () -> assertRefused(hint, () -> Endpoint.forConnect(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://*:5555| connected",
        "tcp://127.0.0.1:*| connected",
        "tcp://127.0.0.1:0| connected",
        "tcp://a b:5555| host's name",
        "tcp://-a:5555| host's name",
        "tcp://häst:5555| host's name",
        "tcp://;127.0.0.1:5555| port is missing",
        "tcp://eth0;127.0.0.1:5555| port is missing",
        "ipc://*| last endpoint"
      })
  void shouldSayWhyWhenNotConnectable(String text, String hint) {
    assertRefused(hint, () -> Endpoint.forConnect(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://127.0.0.1:1;127.0.0.1:5555| connecting only",
        "tcp://a b:5555| nor a name",
        "tcp://**:5555| nor a name",
        "ipc:///| directory"
      })
  void shouldSayWhyWhenNotBindable(String text, String hint) {
    assertRefused(hint, () -> Endpoint.forBind(text));
  }

  @Test
  void shouldNameTheLimitWhenIpcPathIsTooLong() {
    String fits = "ipc:///tmp/" + "x".repeat(IpcTransport.LONGEST_PATH - "/tmp/".length());
    assertEquals(fits, Endpoint.forBind(fits).text());
    assertRefused("106", () -> Endpoint.forBind(fits + "x"));
    assertRefused("106", () -> Endpoint.forConnect(fits + "x"));
  }

  @Test
  void shouldRefuseWhenHostNameIsLongerThanNamesCanBe() {
    assertRefused("253", () -> Endpoint.forConnect("tcp://" + "x".repeat(254) + ":5555"));
  }

  @Test
  void shouldGiveNameWhenInproc() {
    InprocEndpoint endpoint =
        assertInstanceOf(InprocEndpoint.class, Endpoint.forConnect("inproc://a://b"));
    assertEquals("a://b", endpoint.name());
  }

  @Test
  void shouldThrowNothingElseWhenTextIsRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "tcp://",
      "ipc://",
      "inproc://",
      "x://",
      ":",
      "*",
      "[",
      "]",
      ";",
      "%",
      "@",
      "/",
      ".",
      "..",
      "::",
      "127.0.0.1",
      "0",
      "65536",
      "99999999999",
      "eth0",
      "localhost",
      "\0",
      "\n",
      "\ud800",
      "ä",
      "💥",
      "-",
      "!",
      "%eth0",
      "fe80::1",
      " "
    };
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      if (random.nextInt(4) > 0) {
        text.append(pieces[random.nextInt(3)]);
      }
      for (int i = random.nextInt(8); i > 0; i--) {
        if (random.nextInt(3) == 0) {
          text.append((char) random.nextInt(0x10000));
        } else {
          text.append(pieces[random.nextInt(pieces.length)]);
        }
      }
      String endpoint = text.toString();
      try {
        Endpoint.forBind(endpoint);
      } catch (EndpointException expected) {
        assertTrue(expected.getMessage().length() > endpoint.length());
      } catch (RuntimeException e) {
        fail("seed " + seed + ", binding " + Quoted.of(endpoint), e);
      }
      try {
        Endpoint.forConnect(endpoint);
      } catch (EndpointException expected) {
        assertTrue(expected.getMessage().length() > endpoint.length());
      } catch (RuntimeException e) {
        fail("seed " + seed + ", connecting " + Quoted.of(endpoint), e);
      }
    }
  }

  @Test
  void shouldSayNothingThatMovesATerminalsCursorWhenAnEndpointHasControlCharacters() {
    assertRefused("tcp://\\u0007\\u001b[2J:1", () -> Endpoint.forBind("tcp://\u0007\u001b[2J:1"));
  }

  private static void assertRefused(
      String hint, org.junit.jupiter.api.function.Executable parsing) {
    String message = assertThrows(EndpointException.class, parsing).getMessage();
    assertTrue(message.contains(hint), message);
  }
}
