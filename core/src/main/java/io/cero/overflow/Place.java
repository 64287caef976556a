package io.cero.overflow;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one socket's queues overflow to, and its share of it.
 *
 * <pre>
 *   directory/cero-1f3a….lock               held locked for as long as there are segments
 *   directory/cero-1f3a…-1.overflow         segments, numbered as they were made
 *   directory/cero-1f3a…-2.overflow
 * </pre>
 *
 * <p>What a process leaves behind that was killed belongs to no queue any more. It is told from
 * what is in use by the lock, which the system gives up with the process, and is {@linkplain #sweep
 * removed} when a socket is given the directory. Nothing is there while no queue overflows.
 *
 * <p>Any thread.
 */
public final class Place {
  private static final int TRIES = 100;
  private static final String PREFIX = "cero-";
  private static final String LOCK = ".lock";
  private static final String SEGMENT = ".overflow";

  /** Names in use in this process: probing a lock of one's own would give it up. */
  private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Disk disk;

  /** Bytes that one queue may have on disk. */
  final long maximumBytes;

  /** Bytes after which a queue goes on in another file. */
  final long segmentBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Claim claim;
  private int segments;
  private long number;

  private record Claim(String name, Path file, FileChannel channel) {}

  /** A place on the operating system's disk. */
  public Place(Path directory, long maximumBytes, long segmentBytes) {
    this(directory, maximumBytes, segmentBytes, RealFile::create);
  }

  /** A place on some disk. */
  public Place(Path directory, long maximumBytes, long segmentBytes, Disk disk) {
    this.directory = directory;
    this.maximumBytes = maximumBytes;
    this.segmentBytes = segmentBytes;
    this.disk = disk;
  }

  /** Makes another segment; {@link #discard} has to follow in the end. */
  SegmentFile create() throws IOException {
    lock.lock();
    try {
      Claim held = claim;
      if (held == null) {
        held = claim();
        claim = held;
      }
      boolean made = false;
      try {
        Path path = directory.resolve(held.name + "-" + ++number + SEGMENT);
        SegmentFile segment = disk.create(path);
        segments++;
        made = true;
        return segment;
      } finally {
        if (!made) {
          releaseUnused();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes and deletes a segment, and the lock with the last of them. */
  public void discard(SegmentFile segment) {
    segment.discard();
    lock.lock();
    try {
      segments--;
      releaseUnused();
    } finally {
      lock.unlock();
    }
  }

  private void releaseUnused() {
    Claim held = claim;
    if (segments == 0 && held != null) {
      claim = null;
      release(held);
    }
  }

  private static void release(Claim claim) {
    try {
      Files.deleteIfExists(claim.file); // before the lock is given up, so that it can only be ours
    } catch (IOException e) {
      // The next sweep removes it.
    }
    close(claim.channel);
    OURS.remove(claim.name);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }

  /** Takes a name of its own, in spite of interrupts, which would close the channel. */
  private Claim claim() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        try {
          Claim taken = tryClaim();
          if (taken != null) {
            return taken;
          }
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
      throw new IOException("no file in " + directory + " can be locked");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable Claim tryClaim() throws IOException {
    String name = PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path file = directory.resolve(name + LOCK);
    OURS.add(name);
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      // Somebody who sweeps may have found it before it was locked, and removed it.
      taken = channel.tryLock() != null && Files.exists(file);
      return taken ? new Claim(name, file, channel) : null;
    } finally {
      if (!taken) {
        OURS.remove(name);
        if (channel != null) {
          close(channel);
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * Removes what processes have left behind that are no more.
   *
   * @return how many files
   */
  public int sweep() throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(directory, PREFIX + "*" + SEGMENT)) {
      for (Path segment : found) {
        String file = segment.getFileName().toString();
        String owner = file.substring(0, Math.max(0, file.lastIndexOf('-')));
        removed += !owner.isEmpty() && removeIfGone(owner, segment) ? 1 : 0;
      }
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, PREFIX + "*" + LOCK)) {
      for (Path file : found) {
        String name = file.getFileName().toString();
        String owner = name.substring(0, name.length() - LOCK.length());
        removed += removeIfGone(owner, file) ? 1 : 0;
      }
    }
    return removed;
  }

  private boolean removeIfGone(String owner, Path file) throws IOException {
    Path lockFile = directory.resolve(owner + LOCK);
    if (OURS.contains(owner)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      // Removed while it is locked: who is just about to claim it sees that it is gone.
      return channel.tryLock() != null && Files.deleteIfExists(file);
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    } catch (IOException e) {
      return !Files.exists(lockFile) && Files.deleteIfExists(file);
    }
  }
}
