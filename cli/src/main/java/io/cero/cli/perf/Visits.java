package io.cero.cli.perf;

import io.cero.BufferTooSmallException;
import io.cero.Context;
import io.cero.ReqOptions;
import io.cero.ReqSocket;
import io.cero.TimedOutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Connections of one request each, one after the other. Of one thread. */
final class Visits {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RepeatedTool tool;
  private final Context context;
  private final String endpoint;
  private final Spread spread;
  private final Counter counter = new Counter();
  private final ByteBuffer body;
  private long done;
  private long last;

  Visits(RepeatedTool tool, Context context, String endpoint, Spread spread) {
    this.tool = tool;
    this.context = context;
    this.endpoint = endpoint;
    this.spread = spread;
    this.body = Bodies.direct(tool.size());
  }

  /** How many there were; any thread. */
  long done() {
    return counter.get();
  }

  /** Makes the connections of the warm-up and of every round. */
  void measure(Report report) {
    visit(tool.repetition.warmup());
    for (int round = 0; round < tool.repetition.rounds(); round++) {
      spread.clear();
      long before = done;
      long start = System.nanoTime();
      last = start;
      try {
        visit(tool.count());
      } catch (TimedOutException e) {
        throw new StoppedException(
            "nobody has answered for "
                + PATIENCE.toSeconds()
                + " s after "
                + done
                + " of "
                + tool.total()
                + " connections");
      } finally {
        if (done > before) {
          report.round(new Connections(done - before, last - start, spread.percentiles()));
        }
      }
    }
  }

  private void visit(long count) {
    Histogram histogram = spread.histogram();
    long before = System.nanoTime();
    for (long end = done + count; done < end; counter.set(++done)) {
      try (ReqSocket req = context.req(this::configure)) {
        req.connect(endpoint);
        body.clear();
        req.send(body);
        body.clear();
        int length = req.receive(body);
        if (length != tool.size()) {
          throw new WrongSizeException(length, tool.size());
        }
      } catch (BufferTooSmallException larger) {
        throw new WrongSizeException(larger.neededSize(), tool.size());
      }
      last = System.nanoTime();
      if (histogram != null) {
        histogram.recordValue(last - before);
        before = last;
      }
    }
  }

  private void configure(ReqOptions options) {
    tool.settings.configure(options);
    options.receiveTimeout(PATIENCE);
  }
}
