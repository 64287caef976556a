package io.cero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final PeerMetadata PEER = PeerMetadata.ofAddress("127.0.0.1:40312");

  @Test
  void shouldHoldOneArrayWhenItHasOneFrame() {
    byte[] owned = {1, 2, 3};
    assertSame(owned, new Message(owned, null).single());
    assertNull(Message.of("a", "b").single());
    byte[] given = {1, 2, 3};
    Message copied = Message.of(given);
    given[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, copied.bytes());
  }

  @Test
  void shouldGiveFramesInOrderWhenAsked() {
    Message message = Message.of("first", "", "last");
    assertEquals(3, message.frameCount());
    assertEquals(9, message.byteCount());
    assertEquals(Frame.of("first"), message.first());
    assertTrue(message.frame(1).isEmpty());
    assertEquals(Frame.of("last"), message.last());
    assertEquals("last", message.text(2));
    assertEquals(List.of(Frame.of("first"), Frame.empty(), Frame.of("last")), message.frames());
  }

  @Test
  void shouldBeOneEmptyFrameWhenEmpty() {
    assertEquals(1, Message.empty().frameCount());
    assertEquals(0, Message.empty().byteCount());
    assertEquals("", Message.empty().text());
    assertEquals(Message.of(""), Message.empty());
  }

  @Test
  void shouldRefuseToBeMadeWhenThereIsNoFrame() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Message.of(List.of()));
    assertEquals(
        "a message has at least one frame; use Frame.empty() for one without bytes",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Message.of(new String[0]));
    assertThrows(IllegalArgumentException.class, () -> Message.of(new byte[0][]));
    assertThrows(IllegalArgumentException.class, () -> Message.of(new Frame[0]));
    assertThrows(IllegalArgumentException.class, () -> Message.builder().build());
  }

  @Test
  void shouldSayWhichCallToMakeWhenTextOfSeveralFramesIsAsked() {
    Message message = Message.of("a", "b");
    assertEquals(
        "this message has 2 frames: say which one with text(i)",
        assertThrows(IllegalStateException.class, message::text).getMessage());
    assertEquals(
        "this message has 2 frames: say which one with frame(i).toByteArray()",
        assertThrows(IllegalStateException.class, message::bytes).getMessage());
  }

  @Test
  void shouldRefuseAFrameWhenItIsNotThere() {
    assertEquals(
        "frame 1 of a message of 1 frame",
        assertThrows(IndexOutOfBoundsException.class, () -> Message.of("a").frame(1)).getMessage());
    assertEquals(
        "frame -1 of a message of 2 frames",
        assertThrows(IndexOutOfBoundsException.class, () -> Message.of("a", "b").text(-1))
            .getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> Message.of("a").with(1, Frame.of("b")));
    assertThrows(IndexOutOfBoundsException.class, () -> Message.of("a").subMessage(1));
  }

  @Test
  void shouldReturnAnotherMessageWhenEdited() {
    Message message = Message.of("a", "b", "c");
    assertEquals(Message.of("x", "b", "c"), message.withFirst("x"));
    assertEquals(Message.of("a", "b", "x"), message.withLast("x"));
    assertEquals(Message.of("a", "x", "c"), message.with(1, Frame.of("x")));
    assertEquals(Message.of("x", "a", "b", "c"), message.prepend("x"));
    assertEquals(Message.of("a", "b", "c", "x"), message.append("x"));
    assertEquals(Message.of("b", "c"), message.withoutFirst());
    assertEquals(Message.of("a", "b"), message.withoutLast());
    assertEquals(Message.of("c"), message.subMessage(2));
    assertSame(message, message.subMessage(0));
    assertEquals(Message.of("a", "b", "c"), message);
  }

  @Test
  void shouldReturnAnotherMessageWhenAOneFrameMessageIsEdited() {
    Message message = Message.of("a");
    assertEquals(Message.of("x"), message.withFirst("x"));
    assertEquals(Message.of("x"), message.withLast(Frame.of("x")));
    assertEquals(Message.of("x", "a"), message.prepend(RoutingId.of("x")));
    assertEquals(Message.of("a", "x"), message.append("x"));
    assertEquals(
        "the only frame of a message can't be taken away: a message has at least one",
        assertThrows(IllegalStateException.class, message::withoutFirst).getMessage());
    assertThrows(IllegalStateException.class, message::withoutLast);
  }

  @Test
  void shouldKeepMetadataOutOfEqualityWhenReceived() {
    Message received = new Message(new byte[] {'a'}, PEER);
    assertEquals(Optional.of(PEER), received.metadata());
    assertEquals(Message.of("a"), received);
    assertEquals(Message.of("a").hashCode(), received.hashCode());
    assertEquals(Optional.of(PEER), received.append("b").metadata());
    assertEquals(Optional.of(PEER), received.append("b").withoutFirst().metadata());
    assertEquals(Optional.of(PEER), received.append("b").withoutLast().metadata());
    assertEquals(Optional.of(PEER), Message.of("a").withMetadata(PEER).metadata());
    assertEquals(Optional.of(PEER), Message.of("a", "b").withMetadata(PEER).metadata());
    assertEquals(Optional.empty(), Message.of("a").metadata());
  }

  @Test
  void shouldNotDifferWhenTheOnlyFrameIsHeldAsAFrame() {
    Message held = new Message(new Frame[] {Frame.of("a")}, null);
    assertEquals(Message.of("a"), held);
    assertEquals(held, Message.of("a"));
    assertEquals(Message.of("a").hashCode(), held.hashCode());
    assertEquals("a", held.text());
    assertArrayEquals(new byte[] {'a'}, held.bytes());
    assertNotEquals(Message.of("a"), Message.of("a", ""));
    assertNotEquals(Message.of("a"), Message.of("b"));
    assertNotEquals(Message.of("ab"), Message.of("a", "b"));
  }

  @Test
  void shouldNotChangeWhenTheGivenArrayOrListDoes() {
    Frame[] array = {Frame.of("a"), Frame.of("b")};
    List<Frame> list = new ArrayList<>(List.of(array));
    Message ofArray = Message.of(array);
    Message ofList = Message.of(list);
    array[0] = Frame.of("x");
    list.set(0, Frame.of("x"));
    assertEquals("a", ofArray.text(0));
    assertEquals("a", ofList.text(0));
    assertThrows(UnsupportedOperationException.class, () -> ofArray.frames().clear());
  }

  @Test
  void shouldRefuseNullWhenItIsGivenAsAFrame() {
    List<Frame> withNull = Arrays.asList(Frame.of("a"), null);
    Frame missing = withNull.get(1);
    Message message = Message.of("a");
    assertThrows(NullPointerException.class, () -> Message.of(withNull));
    assertThrows(NullPointerException.class, () -> message.append(missing));
    assertThrows(NullPointerException.class, () -> message.prepend(missing));
    assertThrows(NullPointerException.class, () -> message.withLast(missing));
    assertThrows(NullPointerException.class, () -> Message.builder().add(missing));
  }

  @Test
  void shouldBuildFrameByFrame() {
    Message built =
        Message.builder()
            .add(RoutingId.of("PEER2"))
            .addEmpty()
            .add("text")
            .add(new byte[] {0, 1})
            .addAll(Message.of("x", "y"))
            .build();
    assertEquals("[005] PEER2\n[000]\n[004] text\n[002] 0001\n[001] x\n[001] y", built.toString());
  }

  @Test
  void shouldDumpAFramePerLineAsTheGuideDoes() {
    Message reply =
        Message.of(
            Frame.of(HexFormat.of().parseHex("006b8b4567")),
            Frame.empty(),
            Frame.of("ROUTER uses a generated 5 byte identity"));
    assertEquals(
        "[005] 006B8B4567\n[000]\n[039] ROUTER uses a generated 5 byte identity", reply.toString());
    assertEquals("[001] a", Message.of("a").toString());
  }

  @Test
  void shouldDoAsAListOfFramesDoesWhenEditedAtRandom() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Frame> model = new ArrayList<>(List.of(randomFrame(random)));
      Message message = Message.of(model);
      for (int step = 0; step < 20; step++) {
        Frame frame = randomFrame(random);
        int at = random.nextInt(model.size());
        switch (random.nextInt(6)) {
          case 0 -> {
            model.add(0, frame);
            message = message.prepend(frame);
          }
          case 1 -> {
            model.add(frame);
            message = message.append(frame);
          }
          case 2 -> {
            model.set(at, frame);
            message = message.with(at, frame);
          }
          case 3 -> {
            model.subList(0, at).clear();
            message = message.subMessage(at);
          }
          case 4 -> {
            if (model.size() > 1) {
              model.remove(model.size() - 1);
              message = message.withoutLast();
            }
          }
          default -> {
            if (model.size() > 1) {
              model.remove(0);
              message = message.withoutFirst();
            }
          }
        }
        String which = "seed " + seed + ", round " + round + ", step " + step;
        assertEquals(model, message.frames(), which);
        assertEquals(Message.of(model), message, which);
        assertEquals(model.stream().mapToLong(Frame::size).sum(), message.byteCount(), which);
      }
    }
  }

  private static Frame randomFrame(Random random) {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return Frame.of(bytes);
  }
}
