package io.cero;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void shouldCopyTheArrayWhenMadeOfBytes() {
    byte[] given = {1, 2, 3};
    Frame frame = Frame.of(given);
    given[0] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, frame.toByteArray());
    frame.toByteArray()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, frame.toByteArray());
  }

  @Test
  void shouldConsumeTheBufferWhenMadeOfOne() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);
    Frame frame = Frame.of(buffer);
    assertArrayEquals(new byte[] {2, 3}, frame.toByteArray());
    assertFalse(buffer.hasRemaining());
    buffer.put(1, (byte) 9);
    assertEquals(2, frame.at(0));
  }

  @Test
  void shouldShareTheArrayWhenWrapped() {
    byte[] owned = {1, 2, 3, 4};
    Frame frame = Frame.wrap(owned, 1, 2);
    assertSame(owned, frame.part(0));
    assertEquals(1, frame.partOffset(0));
    assertEquals(2, frame.partLength(0));
    assertTrue(frame.isContiguous());
    assertArrayEquals(new byte[] {2, 3}, frame.toByteArray());
    assertThrows(IndexOutOfBoundsException.class, () -> Frame.wrap(owned, 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> Frame.wrap(owned, -1, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> Frame.wrap(owned, 1, Integer.MAX_VALUE));
  }

  @Test
  void shouldHoldTextAsUtf8WhenMadeOfText() {
    Frame frame = Frame.of("Olé ∅");
    assertEquals(8, frame.size());
    assertEquals("Olé ∅", frame.text());
    assertEquals("", Frame.of("").text());
    assertEquals(Frame.empty(), Frame.of(""));
  }

  @Test
  void shouldReadAcrossSegmentsWhenHeldInSeveral() {
    byte[][] owned = {{1, 2}, {3, 4, 5}, {6, 7, 0, 0}};
    Frame frame = Frame.wrapSegments(owned, 7);
    assertEquals(7, frame.size());
    assertFalse(frame.isContiguous());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7}, frame.toByteArray());
    for (int i = 0; i < 7; i++) {
      assertEquals(i + 1, frame.at(i));
    }
    List<ByteBuffer> segments = frame.segments();
    assertEquals(List.of(2, 3, 2), segments.stream().map(ByteBuffer::remaining).toList());
    ByteBuffer first = segments.get(0);
    assertThrows(ReadOnlyBufferException.class, () -> first.put((byte) 9));
    assertEquals("[007] 01020304050607", frame.toString());
  }

  @Test
  void shouldBeOneRunWhenTheOnlySegmentIsPartlyFilled() {
    Frame frame = Frame.wrapSegments(new byte[][] {{1, 2, 3}}, 2);
    assertTrue(frame.isContiguous());
    assertEquals(Frame.of(new byte[] {1, 2}), frame);
    assertEquals(Frame.empty(), Frame.wrapSegments(new byte[0][], 0));
  }

  @Test
  void shouldRefuseSegmentsWhenTheSizeDoesNotEndInTheLast() {
    byte[][] owned = {{1, 2}, {3, 4}};
    assertThrows(IllegalArgumentException.class, () -> Frame.wrapSegments(owned, 2));
    assertThrows(IllegalArgumentException.class, () -> Frame.wrapSegments(owned, 5));
    assertThrows(IllegalArgumentException.class, () -> Frame.wrapSegments(owned, -1));
    assertThrows(IllegalArgumentException.class, () -> Frame.wrapSegments(new byte[0][], 1));
  }

  @Test
  void shouldRefuseAnIndexWhenItIsOutside() {
    Frame frame = Frame.of("ab");
    assertThrows(IndexOutOfBoundsException.class, () -> frame.at(-1));
    IndexOutOfBoundsException refused =
        assertThrows(IndexOutOfBoundsException.class, () -> frame.at(2));
    assertEquals("byte 2 of a frame of 2 bytes", refused.getMessage());
  }

  @Test
  void shouldLeaveTheBufferAloneWhenItIsTooSmall() {
    ByteBuffer buffer = ByteBuffer.allocate(4);
    BufferTooSmallException refused =
        assertThrows(BufferTooSmallException.class, () -> Frame.of("PEER2").copyTo(buffer));
    assertEquals(5, refused.neededSize());
    assertEquals(0, buffer.position());
    assertEquals(4, Frame.of("PEER").copyTo(buffer));
    assertEquals(4, buffer.position());
  }

  @Test
  void shouldRefuseOneArrayWhenTheBodyIsLongerThanArraysAre() {
    // 2,048 times the same 1 MiB array makes a body of 2 GiB that costs one of them.
    byte[] shared = new byte[1 << 20];
    byte[][] owned = new byte[2_048][];
    Arrays.fill(owned, shared);
    Frame frame = Frame.wrapSegments(owned, 1L << 31);
    IllegalStateException refused = assertThrows(IllegalStateException.class, frame::toByteArray);
    assertEquals(
        "a frame of 2147483648 bytes does not fit one array (at most 2147483639):"
            + " read it piece by piece with segments()",
        refused.getMessage());
    assertThrows(IllegalStateException.class, frame::text);
    Frame oneTooMany = Frame.wrapSegments(owned, Frame.MAXIMUM_ARRAY_SIZE + 1L);
    assertThrows(IllegalStateException.class, oneTooMany::toByteArray);
    assertEquals(2_048, frame.segments().size());
    shared[shared.length - 1] = 7;
    assertEquals(7, frame.at((1L << 31) - 1));
    assertEquals(0, frame.at((1L << 31) - 2));
    assertEquals("[2147483648] " + "00".repeat(36) + "…", frame.toString());
  }

  @Test
  void shouldDumpAsTheGuideDoes() {
    assertEquals("[000]", Frame.empty().toString());
    assertEquals("[005] PEER2", Frame.of("PEER2").toString());
    assertEquals("[005] 006B8B4567", Frame.of(hex("006b8b4567")).toString());
    assertEquals("[001]  ", Frame.of(" ").toString());
    assertEquals("[001] 7F", Frame.of(hex("7f")).toString());
    assertEquals("[001] ~", Frame.of("~").toString());
    assertEquals("[002] 410A", Frame.of("A\n").toString());
    assertEquals("[002] C3A9", Frame.of("é").toString());
  }

  @Test
  void shouldCutTheDumpWhenTheBodyIsLong() {
    assertEquals("[072] " + "a".repeat(72), Frame.of("a".repeat(72)).toString());
    assertEquals("[073] " + "a".repeat(72) + "…", Frame.of("a".repeat(73)).toString());
    assertEquals("[1000] " + "a".repeat(72) + "…", Frame.of("a".repeat(1000)).toString());
    assertEquals("[036] " + "FF".repeat(36), Frame.of(filled(36)).toString());
    assertEquals("[037] " + "FF".repeat(36) + "…", Frame.of(filled(37)).toString());
    assertEquals(1000, Frame.of("a".repeat(1000)).text().length());
  }

  @Test
  void shouldCompareUnsignedWhenOrdered() {
    Frame low = Frame.of(hex("7f"));
    Frame high = Frame.of(hex("80"));
    assertTrue(low.compareTo(high) < 0);
    assertTrue(high.compareTo(low) > 0);
    assertTrue(Frame.empty().compareTo(low) < 0);
    assertTrue(Frame.of("ab").compareTo(Frame.of("abc")) < 0);
    assertEquals(0, Frame.empty().compareTo(Frame.of(new byte[0])));
    assertNotEquals(Frame.of("ab"), Frame.of("ac"));
    assertNotEquals(Frame.of("ab"), Frame.of("abc"));
    assertNotEquals(Frame.of("ab"), (Object) "ab");
  }

  @Test
  void shouldBeTheSameValueWhenTheSameBytesAreHeldDifferently() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      Frame whole = Frame.of(bytes);
      Frame a = cut(bytes, random);
      Frame b = cut(bytes, random);
      String which = "seed " + seed + ", round " + round;
      assertEquals(whole, a, which);
      assertEquals(a, b, which);
      assertEquals(a, whole, which);
      assertEquals(whole.hashCode(), a.hashCode(), which);
      assertEquals(0, a.compareTo(b), which);
      assertArrayEquals(bytes, a.toByteArray(), which);
      assertEquals(whole.text(), a.text(), which);
      assertEquals(whole.toString(), a.toString(), which);
      ByteBuffer joined = ByteBuffer.allocate(bytes.length);
      a.segments().forEach(joined::put);
      assertArrayEquals(bytes, joined.array(), which);

      byte[] other = bytes.clone();
      int at = random.nextInt(other.length);
      other[at] ^= (byte) (1 + random.nextInt(255));
      Frame changed = cut(other, random);
      assertNotEquals(a, changed, which);
      assertEquals(
          Integer.signum(Arrays.compareUnsigned(bytes, other)),
          Integer.signum(a.compareTo(changed)),
          which);
    }
  }

  /** The bytes in random segments, the last with room to spare. */
  private static Frame cut(byte[] bytes, Random random) {
    List<byte[]> segments = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += segments.get(segments.size() - 1).length) {
      segments.add(Arrays.copyOfRange(bytes, at, at + 1 + random.nextInt(60)));
    }
    return Frame.wrapSegments(segments.toArray(byte[][]::new), bytes.length);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }
}
