package io.cero.overflow;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What is written to disk and read back at once: encoded frames as they leave, with a head before
 * them.
 *
 * <pre>
 *   | length | messages | start | CRC32C | number                | frames ...      |
 *   | 4      | 4        | 4     | 4      | 8                     | length          |
 * </pre>
 *
 * <p>{@code messages} counts the messages that end here, and the last of them ends where the record
 * ends. A record without any holds a part of a long message, which the next records continue; then
 * {@code start} is where the first message after it begins. The checksum covers all but itself; the
 * number counts a queue's records, so that one that was lost or written elsewhere is found out.
 *
 * <p>Belongs to whoever fills it, then to whoever takes it.
 */
public final class Record {
  /** Bytes before the frames. */
  public static final int HEAD = 24;

  /** Bytes of frames that it holds at most. */
  public static final int CAPACITY = 64 << 10;

  private static final int MESSAGES = 4;
  private static final int START = 8;
  private static final int CHECKSUM = 12;
  private static final int NUMBER = 16;

  final byte[] bytes = new byte[HEAD + CAPACITY];

  /** All of it, used at absolute positions: the frames lie from {@link #HEAD} on. */
  public final ByteBuffer memory = ByteBuffer.wrap(bytes);

  private int end;
  private int whole;
  private int start;
  private int messages;

  /** An empty record. */
  public Record() {
    clear();
  }

  /** Empties it. */
  public void clear() {
    end = HEAD;
    whole = HEAD;
    start = HEAD;
    messages = 0;
  }

  /** Where the next frame goes. */
  public int end() {
    return end;
  }

  /** Bytes for which there is room. */
  public int room() {
    return HEAD + CAPACITY - end;
  }

  /** Messages that end here. */
  public int messages() {
    return messages;
  }

  /** Where the first message begins that begins here; the end if none does. */
  public int start() {
    return Math.min(start, end);
  }

  /** Says that this many bytes were put at the end. */
  public void added(int count) {
    end += count;
  }

  /** Says that a message ends here. */
  public void messageEnds() {
    if (messages++ == 0 && start > HEAD) {
      start = end;
    }
    whole = end;
  }

  /** Says that what comes first is the continuation of a message that began in another record. */
  public void continues() {
    start = Integer.MAX_VALUE;
  }

  /** Drops what lies behind the last whole message. */
  public void cutBack() {
    end = whole;
  }

  /** True if something lies behind the last whole message. */
  public boolean hasPart() {
    return end > whole;
  }

  /** Moves what lies behind the last whole message to the start of an empty record. */
  public void movePartTo(Record next) {
    next.memory.put(HEAD, memory, whole, end - whole);
    next.end = HEAD + end - whole;
    end = whole;
  }

  /** The array in which the frames lie from {@link #HEAD} to {@link #end}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Writes the head, before it is written to a file. */
  void seal(long number) {
    memory.putInt(0, end - HEAD);
    memory.putInt(MESSAGES, messages);
    memory.putInt(START, start());
    memory.putLong(NUMBER, number);
    memory.putInt(CHECKSUM, checksum(end));
  }

  /**
   * Takes over what was read from a file.
   *
   * @param size bytes that were read, with the head
   * @return false if this is not the record with this number, whole and unchanged
   */
  boolean unseal(long number, int size) {
    int length = memory.getInt(0);
    if (length <= 0 || length > size - HEAD || memory.getLong(NUMBER) != number) {
      return false;
    }
    end = HEAD + length;
    whole = end;
    messages = memory.getInt(MESSAGES);
    start = memory.getInt(START);
    return memory.getInt(CHECKSUM) == checksum(end);
  }

  private int checksum(int upTo) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, CHECKSUM);
    sum.update(bytes, NUMBER, upTo - NUMBER);
    return (int) sum.getValue();
  }
}
