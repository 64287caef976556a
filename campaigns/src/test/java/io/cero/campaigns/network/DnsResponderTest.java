package io.cero.campaigns.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsResponderTest {
  private static final String QUESTION = "0100 0001 0000 0000 0000 04 686f7374 04 74657374 00";

  @Test
  void shouldAnswerEachFamilyAndDenyWhatItDoesNotKnow() throws Exception {
    try (DnsResponder responder = new DnsResponder(0);
        DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(20_000);
      client.connect(InetAddress.getByName("127.0.0.1"), responder.port());
      assertEquals(3, ask(client, "1234" + QUESTION + "0001 0001")[3] & 0xf);
      responder.answer("HOST.test", 0, List.of("10.0.0.7", "fd00::9"));
      byte[] four = ask(client, "1234" + QUESTION + "0001 0001");
      assertEquals(0, four[3] & 0xf);
      assertArrayEquals(
          new byte[] {10, 0, 0, 7}, Arrays.copyOfRange(four, four.length - 4, four.length));
      byte[] six = ask(client, "4321" + QUESTION + "001c 0001");
      assertEquals(0x43, six[0]);
      assertArrayEquals(
          InetAddress.getByName("fd00::9").getAddress(),
          Arrays.copyOfRange(six, six.length - 16, six.length));
      assertEquals(3, responder.asked("host.test"));
    }
  }

  private static byte[] ask(DatagramSocket client, String digits) throws Exception {
    byte[] question = HexFormat.of().parseHex(digits.replace(" ", ""));
    client.send(new DatagramPacket(question, question.length));
    DatagramPacket answer = new DatagramPacket(new byte[512], 512);
    client.receive(answer);
    return Arrays.copyOf(answer.getData(), answer.getLength());
  }
}
