package io.cero.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.DisconnectReason;
import io.cero.FreshOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An end that has to wait for a hook of the application's, which holds up who writes. */
@EnabledOnOs(OS.LINUX)
class HeldRightTest {
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();
  private static final int SLEEPS = 20;

  @Test
  void shouldSleepBetweenItsTriesWhileTheRightToFlushIsHeld() throws Exception {
    try (Rig rig = new Rig()) {
      Profile profile = rig.profile(FreshOptions.req());
      Session session =
          new Session(profile, rig.reactor, profile.newPeer("tcp://127.0.0.1:1", false), null);
      assertTrue(session.flushRight.tryAcquireSilently());
      try {
        rig.reactor.execute(() -> session.end(DisconnectReason.LOCAL_CLOSE, ""));
        long wanted = sleeps() + SLEEPS;
        long begin = System.nanoTime();
        while (sleeps() < wanted) {
          assertTrue(System.nanoTime() - begin < PATIENCE, "it tries without a pause");
          LockSupport.parkNanos(1_000_000);
        }
      } finally {
        Session.letGo(session.flushRight);
      }
    } // fails if the session has not ended
  }

  /** How often the rig's I/O thread has gone to sleep by itself, as the kernel counts. */
  private static long sleeps() throws IOException {
    long sum = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith("rig-io")) {
            for (String line : Files.readAllLines(task.resolve("status"))) {
              if (line.startsWith("voluntary_ctxt_switches:")) {
                sum += Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
              }
            }
          }
        } catch (NoSuchFileException ended) {
          continue;
        }
      }
    }
    return sum;
  }
}
