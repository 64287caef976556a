package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Interest;
import io.cero.Message;
import io.cero.Poller;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.campaigns.endings.Callers;
import io.cero.campaigns.endings.Outcome;
import io.cero.campaigns.frame.LateException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int THREADS = 300;

  @TempDir Path directory;

  @Test
  void shouldPinNoCarrierWhenVirtualThreadsUseSockets() throws Exception {
    Assumptions.assumeTrue(Callers.haveVirtualThreads(), "virtual threads came with JDK 21");
    useSockets(true, THREADS); // classes, whose loading pins
    Path file = directory.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      useSockets(true, THREADS);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> ours = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")
          && String.valueOf(event.getStackTrace()).contains("io.cero")) {
        ours.add(event);
      }
    }
    assertEquals(List.of(), ours);
  }

  /**
   * Newer JDKs pin no carrier for a monitor any more, and so do not tell of one. Platform threads
   * show on any JDK whether a thread that waits, reads or writes holds one of ours.
   */
  @Test
  void shouldHoldNoMonitorOfOursWhenAThreadWaits() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Assumptions.assumeTrue(threads.isObjectMonitorUsageSupported());
    Set<String> held = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger waits = new AtomicInteger();
    Thread looking =
        new Thread(
            () -> {
              while (!over.get()) {
                for (ThreadInfo thread : threads.dumpAllThreads(true, false)) {
                  waits.addAndGet(note(thread, held));
                }
              }
            });
    looking.start();
    try {
      useSockets(false, 60);
      while (waits.get() == 0) {
        useSockets(false, 6); // until a look has met a thread that waits
      }
    } finally {
      over.set(true);
      looking.join();
    }
    assertEquals(Set.of(), held);
  }

  /** One if the thread waits inside the library; notes the monitors that it holds meanwhile. */
  private static int note(ThreadInfo thread, Set<String> held) {
    StackTraceElement[] frames = thread.getStackTrace();
    boolean waits = frames.length > 0 && frames[0].isNativeMethod();
    boolean ours = false;
    for (StackTraceElement frame : frames) {
      ours |= isOurs(frame);
    }
    if (!waits || !ours) {
      return 0;
    }
    for (MonitorInfo monitor : thread.getLockedMonitors()) {
      StackTraceElement by = monitor.getLockedStackFrame();
      if (by != null && isOurs(by)) {
        held.add(by + " over " + frames[0]);
      }
    }
    return 1;
  }

  private static boolean isOurs(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("io.cero.") && !name.startsWith("io.cero.campaigns.");
  }

  /** Each thread binds, waits in receive or in a poll, and is sent a message by another. */
  private void useSockets(boolean virtual, int count) throws InterruptedException {
    Callers callers = new Callers();
    List<Callers.Call> calls = new ArrayList<>();
    try (Context context = Context.create()) {
      for (int i = 0; i < count; i++) {
        String wanted = List.of("tcp://127.0.0.1:*", "ipc://*", "inproc://pinning-" + i).get(i % 3);
        boolean polls = i % 2 == 0;
        calls.add(
            callers.call(
                virtual,
                () -> {
                  try (PullSocket pull = context.pull();
                      PushSocket push = context.push()) {
                    push.connect(pull.bind(wanted));
                    Callers.Call sending =
                        callers.call(
                            virtual,
                            () -> {
                              push.send(Message.of("to a virtual thread"), PATIENCE);
                              return Outcome.DONE;
                            });
                    if (polls) {
                      try (Poller poller = context.poller()) {
                        poller.register(pull, Interest.READ);
                        poller.poll(PATIENCE);
                      }
                    }
                    if (pull.receive(PATIENCE).isEmpty()) {
                      throw new LateException("nothing came");
                    }
                    return sending.ended(PATIENCE, "the send");
                  }
                }));
      }
      for (Callers.Call call : calls) {
        call.ended(PATIENCE, "a virtual thread");
      }
    }
    callers.end();
  }
}
