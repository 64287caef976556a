package io.cero.overflow;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A segment file of the operating system's, which only its owner may read.
 *
 * <p>A sender may be interrupted at any moment, and a {@link FileChannel} is closed by that; a
 * {@link RandomAccessFile} is not. So the sender writes through the file, and the channel, which
 * reads without moving the file's position, belongs to threads that nobody interrupts.
 */
final class RealFile implements SegmentFile {
  private static final FileAttribute<?>[] PRIVATE =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private final Path path;
  private final RandomAccessFile file;

  private RealFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Makes the file. */
  static SegmentFile create(Path path) throws IOException {
    Files.createFile(path, PRIVATE);
    boolean opened = false;
    try {
      SegmentFile segment = new RealFile(path, new RandomAccessFile(path.toFile(), "rw"));
      opened = true;
      return segment;
    } finally {
      if (!opened) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void write(byte[] bytes, int length, long at) throws IOException {
    file.seek(at);
    file.write(bytes, 0, length);
  }

  @Override
  public void read(byte[] into, int length, long at) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, 0, length);
    while (target.hasRemaining()) {
      if (file.getChannel().read(target, at + target.position()) < 0) {
        throw new EOFException("the file ends after " + (at + target.position()) + " bytes");
      }
    }
  }

  @Override
  public void discard() {
    try {
      file.close();
    } catch (IOException e) {
      // What it held is of no use any more.
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It is removed when the next socket is given this directory.
    }
  }
}
