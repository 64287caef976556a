package io.cero.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The conversations that every handshake has to be able to hold. */
final class RecordedExchanges {
  static final String SIGNATURE = "ff 00*7 01 7f ";
  static final String REST_NULL = "01 'NULL' 00*16 00 00*31 ";
  static final String REST_NULL_3_0 = "00 'NULL' 00*16 00 00*31 ";
  static final String REST_PLAIN_CLIENT = "01 'PLAIN' 00*15 00 00*31 ";
  static final String REST_PLAIN_SERVER = "01 'PLAIN' 00*15 01 00*31 ";

  static final String READY_ROUTER = ready("ROUTER", "08 'Identity' 00000000");
  static final String READY_PUB = ready("PUB", "");
  static final String READY_SUB = ready("SUB", "");
  static final String READY_PUSH = ready("PUSH", "");
  static final String READY_PULL = ready("PULL", "");

  private RecordedExchanges() {}

  /** The properties of a peer of that type, with others after its Socket-Type. */
  static String properties(String type, String others) {
    return String.format("0b 'Socket-Type' %08x '%s' %s", type.length(), type, others);
  }

  static String ready(String type, String others) {
    return command("05 'READY' " + properties(type, others));
  }

  /** A short command frame with that body. */
  static String command(String body) {
    return String.format("04 %02x %s ", Hex.octets(body).length, body);
  }

  /** A long command frame with that body. */
  static String longCommand(String body) {
    return String.format("06 %016x %s ", Hex.octets(body).length, body);
  }

  static LocalPeer peer(SocketType type) {
    return LocalPeer.of(type);
  }

  static LocalPeer left() {
    return peer(SocketType.DEALER).withIdentity(Hex.octets("'left'"));
  }

  static List<RecordedExchange> successful() {
    Map<String, byte[]> metadata = new LinkedHashMap<>();
    metadata.put("X-b", Hex.octets("'2'"));
    metadata.put("X-a", new byte[0]);
    return List.of(
        new RecordedExchange("3.1, step by step", left(), "ff 00*7 05 7f")
            .on(SIGNATURE, "03")
            .on("03", REST_NULL)
            .on(REST_NULL, ready("DEALER", "08 'Identity' 00000004 'left'"))
            .on(READY_ROUTER, "")
            .thenTraffic("00 02 'hi' 04 07 04 'PING' 00 00"),
        new RecordedExchange("3.1, a peer that sends its greeting at once", peerPub(), SIGNATURE)
            .on("ff 00*8 7f 03" + REST_NULL, "03" + REST_NULL + READY_PUB)
            .on(READY_SUB, ""),
        new RecordedExchange("3.1, any padding", peerPub(), SIGNATURE)
            .on("ff 0102030405060708 7f", "03")
            .on("03", REST_NULL)
            .on(REST_NULL + READY_SUB, READY_PUB),
        new RecordedExchange(
                "3.1, metadata of both sides, a long frame",
                peer(SocketType.PUSH).withMetadata(metadata),
                SIGNATURE)
            .on(
                SIGNATURE + "03" + REST_NULL,
                "03" + REST_NULL + ready("PUSH", "03 'X-b' 00000001 '2' 03 'X-a' 00000000"))
            .on(
                longCommand(
                    "05 'READY' 08 'resource' 00000003 'a/b' "
                        + "0b 'SOCKET-TYPE' 00000004 'PULL'"),
                "")
            .thenTraffic("04"),
        new RecordedExchange("3.1, a peer without a type", peer(SocketType.PAIR), SIGNATURE)
            .on(SIGNATURE + "03" + REST_NULL, "03" + REST_NULL + ready("PAIR", ""))
            .on(command("05 'READY'"), ""),
        new RecordedExchange("3.0", peerPub(), SIGNATURE)
            .on(SIGNATURE + "03", "03" + REST_NULL)
            .on(REST_NULL_3_0, READY_PUB)
            .on(READY_SUB, "")
            .thenTraffic("00 01 01"),
        new RecordedExchange("3.7 from the future", peerPub(), SIGNATURE)
            .on(SIGNATURE + "03", "03" + REST_NULL)
            .on("07 'NULL' 00*16 00 ff*31", READY_PUB)
            .on(READY_SUB, ""),
        new RecordedExchange("9.0 from the future", peerPub(), SIGNATURE)
            .on(SIGNATURE + "09", "03" + REST_NULL)
            .on(REST_NULL_3_0, READY_PUB)
            .on(READY_SUB, ""),
        new RecordedExchange("2.0, revision 1, with an identity", left(), "ff 00*7 05 7f")
            .on("ff 00*8 7f", "03")
            .on("01", "05 00 04 'left'")
            .on("06 00 05 'right'", "")
            .thenTraffic("00 00"),
        new RecordedExchange("2.0, revision 2, anonymous", peer(SocketType.XSUB), SIGNATURE)
            .on(SIGNATURE, "03")
            .on("02 01", "02 00 00")
            .on("00 00", "")
            .thenTraffic("00 02 'hi'"),
        new RecordedExchange("2.0, XPUB as libzmq writes it", peer(SocketType.SUB), SIGNATURE)
            .on(SIGNATURE + "01 09 00 00", "03 02 00 00"),
        new RecordedExchange("1.0, anonymous", left(), "ff 00*7 05 7f")
            .on("01", "'left'")
            .on("00", "")
            .thenTraffic("03 00 'hi'"),
        new RecordedExchange("1.0, with an identity", peer(SocketType.REP), SIGNATURE)
            .on("06 00 'right'", "")
            .thenTraffic("ff"),
        new RecordedExchange("1.0, the longest short identity", peer(SocketType.REP), SIGNATURE)
            .on("fe 00 78*253", ""),
        new RecordedExchange("1.0, long form, 255 octets", left(), "ff 00*7 05 7f")
            .on("ff 00*6 0100 00", "'left'")
            .on("78*255", "")
            .thenTraffic("01 00"),
        new RecordedExchange("1.0, long form, anonymous", left(), "ff 00*7 05 7f")
            .on("ff 00*7 01 00", "'left'")
            .thenTraffic("01 00"),
        new RecordedExchange(
                "PLAIN client",
                peer(SocketType.PUSH).withMechanism(new PlainClient("ann", "secret")),
                SIGNATURE)
            .on(SIGNATURE, "03")
            .on("03", REST_PLAIN_CLIENT)
            .on(REST_PLAIN_SERVER, command("05 'HELLO' 03 'ann' 06 'secret'"))
            .on(command("07 'WELCOME'"), command("08 'INITIATE' " + properties("PUSH", "")))
            .on(READY_PULL, "")
            .thenTraffic("00"),
        new RecordedExchange(
                "PLAIN client of a libzmq server, which says as-server 0",
                peer(SocketType.PUSH).withMechanism(new PlainClient("", "")),
                SIGNATURE)
            .on(
                SIGNATURE + "03" + REST_PLAIN_CLIENT,
                "03" + REST_PLAIN_CLIENT + command("05 'HELLO' 00 00"))
            .on(command("07 'WELCOME'"), command("08 'INITIATE' " + properties("PUSH", "")))
            .on(READY_PULL, ""),
        new RecordedExchange("PLAIN server", plainServer(), SIGNATURE)
            .on(SIGNATURE, "03")
            .on("03", REST_PLAIN_SERVER)
            .on(REST_PLAIN_CLIENT, "")
            .on(command("05 'HELLO' 03 'ann' 06 'secret'"), command("07 'WELCOME'"))
            .on(command("08 'INITIATE' " + properties("PUSH", "")), READY_PULL)
            .thenTraffic("00 02 'hi'"));
  }

  static LocalPeer peerPub() {
    return peer(SocketType.PUB);
  }

  static LocalPeer plainServer() {
    Credentials expected = new Credentials(Hex.octets("'ann'"), Hex.octets("'secret'"));
    return peer(SocketType.PULL)
        .withMechanism(
            new PlainServer(
                given ->
                    given.equals(expected)
                        ? Verdict.accept("user-1")
                        : Verdict.refuse("no such user or password")));
  }
}
