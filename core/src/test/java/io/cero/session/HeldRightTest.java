package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DisconnectReason;
import io.cero.FreshOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An end that has to wait for a hook of the application's, which holds up who writes. */
@EnabledOnOs(OS.LINUX)
class HeldRightTest {
  private static final long WHILE = 200_000_000;

  /** Of the hundredths of a second that the processor of the I/O thread has meanwhile. */
  private static final long MOST = 8;

  @Test
  void shouldUseLittleProcessorWhileTheRightToFlushIsHeld() throws Exception {
    try (Rig rig = new Rig()) {
      Profile profile = rig.profile(FreshOptions.req());
      Session session =
          new Session(profile, rig.reactor, profile.newPeer("tcp://127.0.0.1:1", false), null);
      assertTrue(session.flushRight.tryAcquireSilently());
      long before = ticks();
      rig.reactor.execute(() -> session.end(DisconnectReason.LOCAL_CLOSE, ""));
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < WHILE) {
        LockSupport.parkNanos(WHILE / 10);
      }
      long used = ticks() - before;
      Session.letGo(session.flushRight);
      assertTrue(used < MOST, used + " ticks of processor time for waiting");
    } // fails if the session has not ended
  }

  /** Hundredths of a second that the rig's I/O thread was run, as the kernel counts. */
  private static long ticks() throws IOException {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith("rig-io")) {
            String stat = Files.readString(task.resolve("stat"));
            String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            sum += Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]);
          }
        } catch (NoSuchFileException ended) {
          continue;
        }
      }
    }
    return sum;
  }
}
