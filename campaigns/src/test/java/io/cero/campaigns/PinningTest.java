package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cero.Context;
import io.cero.Interest;
import io.cero.Message;
import io.cero.Poller;
import io.cero.PullSocket;
import io.cero.PushSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    useSockets(); // classes, whose loading pins
    Path file = directory.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      useSockets();
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

  /** Each thread binds, waits in receive or in a poll, and is sent a message by another. */
  private void useSockets() throws InterruptedException {
    Callers callers = new Callers();
    List<Callers.Call> calls = new ArrayList<>();
    try (Context context = Context.create()) {
      for (int i = 0; i < THREADS; i++) {
        String wanted = List.of("tcp://127.0.0.1:*", "ipc://*", "inproc://pinning-" + i).get(i % 3);
        boolean polls = i % 2 == 0;
        calls.add(
            callers.call(
                true,
                () -> {
                  try (PullSocket pull = context.pull();
                      PushSocket push = context.push()) {
                    push.connect(pull.bind(wanted));
                    Callers.Call sending =
                        callers.call(
                            true,
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
