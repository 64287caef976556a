package io.cero;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What sockets send and receive, whole or not at all: one or more frames. Immutable, and so free to
 * be shared between threads. A message without frames does not exist; one with a single empty frame
 * does.
 *
 * <p>What edits a message returns another one; frames are shared, never copied. Messages are equal
 * when their frames are; where they came from ({@link #metadata()}) does not count.
 */
public final class Message {
  /** A {@code byte[]} that is the only frame's whole body, else a {@code Frame[]}. */
  private final Object content;

  private final @Nullable PeerMetadata metadata;

  /** Takes the body of the only frame as it is; nobody may change it from here on. */
  Message(byte[] single, @Nullable PeerMetadata metadata) {
    this.content = single;
    this.metadata = metadata;
  }

  /** Takes the frames as they are, at least one; nobody may change the array from here on. */
  Message(Frame[] frames, @Nullable PeerMetadata metadata) {
    if (frames.length == 0) {
      throw new IllegalArgumentException(
          "a message has at least one frame; use Frame.empty() for one without bytes");
    }
    this.content = frames;
    this.metadata = metadata;
  }

  /**
   * Returns the message with a frame of each text's UTF-8 bytes.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Message of(String... frames) {
    if (frames.length == 1) {
      return new Message(frames[0].getBytes(StandardCharsets.UTF_8), null);
    }
    return new Message(Arrays.stream(frames).map(Frame::of).toArray(Frame[]::new), null);
  }

  /**
   * Returns the message with a frame of each array's bytes; the arrays are copied.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Message of(byte[]... frames) {
    if (frames.length == 1) {
      return new Message(frames[0].clone(), null);
    }
    return new Message(Arrays.stream(frames).map(Frame::of).toArray(Frame[]::new), null);
  }

  /**
   * Returns the message with these frames.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Message of(Frame... frames) {
    return of(List.of(frames));
  }

  /**
   * Returns the message with these frames.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Message of(List<Frame> frames) {
    return new Message(List.copyOf(frames).toArray(Frame[]::new), null);
  }

  /** Returns the message of one empty frame. */
  public static Message empty() {
    return new Message(new byte[0], null);
  }

  /** Returns a builder, to which frames are added one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** The only frame's bytes, or null where there are several frames or segments. */
  byte @Nullable [] single() {
    return content instanceof byte[] bytes ? bytes : null;
  }

  /** Returns how many frames there are: at least one. */
  public int frameCount() {
    return content instanceof Frame[] frames ? frames.length : 1;
  }

  /** Returns how many bytes all frames have together. */
  public long byteCount() {
    if (content instanceof Frame[] frames) {
      long sum = 0;
      for (Frame frame : frames) {
        sum += frame.size();
      }
      return sum;
    }
    return ((byte[]) content).length;
  }

  /**
   * Returns one frame; the first is 0.
   *
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public Frame frame(int index) {
    int count = frameCount();
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException(
          "frame " + index + " of a message of " + count + (count == 1 ? " frame" : " frames"));
    }
    return content instanceof Frame[] frames ? frames[index] : Frame.wrap((byte[]) content);
  }

  /** Returns the first frame. */
  public Frame first() {
    return frame(0);
  }

  /** Returns the last frame, which may be the first. */
  public Frame last() {
    return frame(frameCount() - 1);
  }

  /** Returns all frames in order. */
  public List<Frame> frames() {
    return content instanceof Frame[] frames ? List.of(frames) : List.of(frame(0));
  }

  /**
   * Returns the only frame's text, decoded as UTF-8.
   *
   * @throws IllegalStateException if there are several frames
   */
  public String text() {
    return content instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : onlyFrame("text(i)").text();
  }

  /**
   * Returns one frame's text, decoded as UTF-8; the first frame is 0.
   *
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public String text(int index) {
    return frame(index).text();
  }

  /**
   * Returns a copy of the only frame's bytes.
   *
   * @throws IllegalStateException if there are several frames
   */
  public byte[] bytes() {
    return content instanceof byte[] bytes
        ? bytes.clone()
        : onlyFrame("frame(i).toByteArray()").toByteArray();
  }

  private Frame onlyFrame(String instead) {
    if (frameCount() != 1) {
      throw new IllegalStateException(
          "this message has " + frameCount() + " frames: say which one with " + instead);
    }
    return frame(0);
  }

  /** Returns what is known of the peer that sent it; empty for a message made here. */
  public Optional<PeerMetadata> metadata() {
    return Optional.ofNullable(metadata);
  }

  /** The same message with other metadata: how a received one gets to know its peer. */
  Message withMetadata(@Nullable PeerMetadata peer) {
    return content instanceof Frame[] frames
        ? new Message(frames, peer)
        : new Message((byte[]) content, peer);
  }

  /** Returns this message with its first frame replaced. */
  public Message withFirst(Frame frame) {
    return with(0, frame);
  }

  /** Returns this message with its first frame replaced by this text in UTF-8. */
  public Message withFirst(String text) {
    return with(0, Frame.of(text));
  }

  /** Returns this message with its last frame replaced. */
  public Message withLast(Frame frame) {
    return with(frameCount() - 1, frame);
  }

  /** Returns this message with its last frame replaced by this text in UTF-8. */
  public Message withLast(String text) {
    return withLast(Frame.of(text));
  }

  /**
   * Returns this message with one frame replaced; the first is 0.
   *
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public Message with(int index, Frame frame) {
    frame(index);
    Frame[] edited = toFrames(0, frameCount(), 0, 0);
    edited[index] = Objects.requireNonNull(frame, "frame");
    return new Message(edited, metadata);
  }

  /** Returns this message with one frame more, in front. */
  public Message prepend(Frame frame) {
    Frame[] edited = toFrames(0, frameCount(), 1, 0);
    edited[0] = Objects.requireNonNull(frame, "frame");
    return new Message(edited, metadata);
  }

  /** Returns this message with this text in UTF-8 in front, as a frame. */
  public Message prepend(String text) {
    return prepend(Frame.of(text));
  }

  /** Returns this message with this identity in front, as a frame: how a ROUTER is told to whom. */
  public Message prepend(RoutingId address) {
    return prepend(address.toFrame());
  }

  /** Returns this message with one frame more, at its end. */
  public Message append(Frame frame) {
    Frame[] edited = toFrames(0, frameCount(), 0, 1);
    edited[edited.length - 1] = Objects.requireNonNull(frame, "frame");
    return new Message(edited, metadata);
  }

  /** Returns this message with this text in UTF-8 at its end, as a frame. */
  public Message append(String text) {
    return append(Frame.of(text));
  }

  /**
   * Returns this message without its first frame.
   *
   * @throws IllegalStateException if it is the only one
   */
  public Message withoutFirst() {
    requireSeveral();
    return subMessage(1);
  }

  /**
   * Returns this message without its last frame.
   *
   * @throws IllegalStateException if it is the only one
   */
  public Message withoutLast() {
    requireSeveral();
    return new Message(toFrames(0, frameCount() - 1, 0, 0), metadata);
  }

  private void requireSeveral() {
    if (frameCount() == 1) {
      throw new IllegalStateException(
          "the only frame of a message can't be taken away: a message has at least one");
    }
  }

  /**
   * Returns the message of the frames from this one to the last; the first is 0.
   *
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  public Message subMessage(int from) {
    frame(from);
    return from == 0 ? this : new Message(toFrames(from, frameCount(), 0, 0), metadata);
  }

  /** The frames of a range, with room left before and after them. */
  Frame[] toFrames(int from, int to, int roomBefore, int roomAfter) {
    Frame[] copy = new Frame[roomBefore + to - from + roomAfter];
    if (content instanceof Frame[] frames) {
      System.arraycopy(frames, from, copy, roomBefore, to - from);
    } else if (to > from) {
      copy[roomBefore] = frame(0);
    }
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Message that)) {
      return false;
    }
    if (content instanceof byte[] mine && that.content instanceof byte[] theirs) {
      return Arrays.equals(mine, theirs);
    }
    return frames().equals(that.frames());
  }

  @Override
  public int hashCode() {
    return frames().hashCode();
  }

  /** Returns every frame on a line of its own, as {@link Frame#toString()} has it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frameCount(); i++) {
      if (i > 0) {
        text.append('\n');
      }
      FrameDump.append(text, frame(i));
    }
    return text.toString();
  }

  /** What a message is put together with, frame by frame. Of one thread; may be used again. */
  public static final class Builder {
    private final List<Frame> frames = new ArrayList<>();

    private Builder() {}

    /** Adds a frame at the end. */
    public Builder add(Frame frame) {
      frames.add(Objects.requireNonNull(frame, "frame"));
      return this;
    }

    /** Adds this text's UTF-8 bytes at the end, as a frame. */
    public Builder add(String text) {
      return add(Frame.of(text));
    }

    /** Adds a copy of these bytes at the end, as a frame. */
    public Builder add(byte[] bytes) {
      return add(Frame.of(bytes));
    }

    /** Adds this identity at the end, as a frame. */
    public Builder add(RoutingId address) {
      return add(address.toFrame());
    }

    /** Adds an empty frame at the end: an envelope's delimiter. */
    public Builder addEmpty() {
      return add(Frame.empty());
    }

    /** Adds all frames of a message at the end. */
    public Builder addAll(Message message) {
      frames.addAll(message.frames());
      return this;
    }

    /**
     * Returns the message with the frames added so far.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Message build() {
      return Message.of(frames);
    }
  }
}
