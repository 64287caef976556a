package io.cero.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation on paper: what the peer sends and what has to be answered, octet by octet, how it
 * ends, and the octets of traffic that follow and must be left alone.
 */
final class RecordedExchange {
  private final String title;
  private final LocalPeer local;
  private final List<byte[]> heard = new ArrayList<>();
  private final List<byte[]> said = new ArrayList<>();
  private byte[] traffic = {};

  RecordedExchange(String title, LocalPeer local, String opening) {
    this.title = title;
    this.local = local;
    heard.add(new byte[0]);
    said.add(Hex.octets(opening));
  }

  /** The peer sends this, and as soon as its last octet is there, that is the answer. */
  RecordedExchange on(String octets, String answer) {
    heard.add(Hex.octets(octets));
    said.add(Hex.octets(answer));
    return this;
  }

  RecordedExchange thenTraffic(String octets) {
    traffic = Hex.octets(octets);
    return this;
  }

  byte[] input() {
    return concatenated(heard);
  }

  private static byte[] concatenated(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Sends the parts one by one and compares each answer. */
  Handshake replayInStep() throws WireException {
    Handshake handshake = new Handshake(local);
    for (int i = 0; i < heard.size(); i++) {
      handshake.receive(ByteBuffer.wrap(heard.get(i)));
      String expected = Hex.digits(said.get(i));
      assertEquals(expected, Hex.digits(output(handshake)), "answer to part " + i);
    }
    return handshake;
  }

  /** Sends everything, traffic included, in two pieces; nothing of the traffic is taken. */
  Handshake replaySplitAt(int split) throws WireException {
    Handshake handshake = new Handshake(local);
    byte[] all = concatenated(List.of(input(), traffic));
    ByteBuffer first = ByteBuffer.wrap(all, 0, split);
    ByteBuffer second = ByteBuffer.wrap(all, split, all.length - split);
    handshake.receive(first);
    handshake.receive(second);
    int untaken = first.remaining() + second.remaining();
    assertEquals(traffic.length, untaken, "octets left for traffic, split at " + split);
    assertEquals(Hex.digits(concatenated(said)), Hex.digits(output(handshake)));
    return handshake;
  }

  /** How many places there are to split at, both ends included. */
  int splits() {
    return input().length + traffic.length + 1;
  }

  /** Sends one octet at a time and takes the answers one octet at a time. */
  Handshake replayByOctet() throws WireException {
    Handshake handshake = new Handshake(local);
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    drainByOctet(handshake, answers);
    for (byte octet : input()) {
      handshake.receive(ByteBuffer.wrap(new byte[] {octet}));
      drainByOctet(handshake, answers);
    }
    assertEquals(Hex.digits(concatenated(said)), Hex.digits(answers.toByteArray()));
    return handshake;
  }

  private static void drainByOctet(Handshake handshake, ByteArrayOutputStream answers) {
    while (handshake.hasOutput()) {
      ByteBuffer one = ByteBuffer.allocate(1);
      assertEquals(1, handshake.takeOutput(one));
      answers.write(one.get(0));
    }
  }

  LocalPeer local() {
    return local;
  }

  static byte[] output(Handshake handshake) {
    ByteBuffer output = ByteBuffer.allocate(1 << 17);
    handshake.takeOutput(output);
    byte[] octets = new byte[output.flip().remaining()];
    output.get(octets);
    return octets;
  }

  @Override
  public String toString() {
    return title;
  }
}
