package io.cero.campaigns.endings;

import io.cero.campaigns.frame.Course;
import io.cero.campaigns.frame.Ports;
import io.cero.testkit.IpcDirectory;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Endpoints that nobody else has. */
public final class Places implements AutoCloseable {
  private static final AtomicLong NAMES = new AtomicLong();

  private final Course course;
  private final IpcDirectory directory = IpcDirectory.create();
  private final SplittableRandom random;

  public Places(Course course) {
    this.course = course;
    this.random = new SplittableRandom(course.seed());
  }

  /** One to bind; over tcp at one of many addresses, so that ports do not run out. */
  public synchronized String fresh(Plan.Carrier carrier) {
    return switch (carrier) {
      case TCP -> "tcp://127.0." + random.nextInt(64) + "." + (1 + random.nextInt(250)) + ":*";
      case IPC -> directory.endpoint("s" + NAMES.incrementAndGet());
      case INPROC -> "inproc://place-" + NAMES.incrementAndGet();
    };
  }

  /** One for a {@link RawEnd} to bind. */
  String freshRaw(Plan.Carrier carrier) {
    return fresh(carrier);
  }

  /** One to connect to where nobody listens. */
  public String nobody(Plan.Carrier carrier) throws UnusedPortException {
    try {
      return switch (carrier) {
        case TCP -> "tcp://127.0.0.1:" + Ports.unused();
        case IPC, INPROC -> fresh(carrier);
      };
    } catch (IOException e) {
      throw new UnusedPortException(e);
    }
  }

  void count(String what) {
    course.count(what);
  }

  @Override
  public void close() {
    directory.close();
  }

  /** The machine has no port left. */
  static final class UnusedPortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusedPortException(IOException cause) {
      super("no port could be reserved", cause);
    }
  }
}
