package io.cero.pipe;

import io.cero.wire.FrameHeader;
import io.cero.wire.LegacyFrameHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How a frame's header is put on a wire, for peers whose framing is not the log's. */
public enum Encoder {
  /** As ZMTP 2.0 to 3.1 has it. */
  ZMTP {
    @Override
    void putHeader(ByteBuffer target, long length, boolean more) {
      int at = target.position();
      target.position(at + FrameHeader.put(target, at, length, more ? FrameHeader.MORE : 0));
    }
  },
  /** As ZMTP 1.0 has it. */
  LEGACY {
    @Override
    void putHeader(ByteBuffer target, long length, boolean more) {
      int at = target.position();
      target.position(
          at + LegacyFrameHeader.put(target, at, length, more ? LegacyFrameHeader.MORE : 0));
    }
  },
  /** No header at all: a STREAM socket's bytes. */
  RAW {
    @Override
    void putHeader(ByteBuffer target, long length, boolean more) {}
  };

  /** Bytes that a header takes at most. */
  static final int LONGEST_HEADER = LegacyFrameHeader.MAX_SIZE;

  abstract void putHeader(ByteBuffer target, long length, boolean more);

  /** A whole message as it goes on the wire. */
  public byte[] encode(byte[][] frames) {
    int size = 0;
    for (byte[] frame : frames) {
      size += LONGEST_HEADER + frame.length;
    }
    ByteBuffer target = ByteBuffer.allocate(size);
    for (int i = 0; i < frames.length; i++) {
      putHeader(target, frames[i].length, i + 1 < frames.length);
      target.put(frames[i]);
    }
    return Arrays.copyOf(target.array(), target.position());
  }
}
