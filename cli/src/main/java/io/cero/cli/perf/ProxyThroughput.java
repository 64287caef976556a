package io.cero.cli.perf;

import io.cero.Context;
import io.cero.Proxy;
import io.cero.SubSocket;
import io.cero.XPubOptions;
import io.cero.XPubSocket;
import io.cero.XSubSocket;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code perf proxy_thr}: two XPUB, a proxy, a SUB, over inproc. */
@Command(
    name = "proxy_thr",
    description =
        "Has two publishers (XPUB, no-drop) send <message-count> messages each through a proxy (XSUB, XPUB) over inproc, and prints how many per second reach one subscriber until it has <message-count>. The clock starts before the publishers do, as in libzmq; with --warmup or --rounds it starts with the first message received.")
final class ProxyThroughput extends OneSidedTool {
  @Parameters(index = "1", paramLabel = "<message-count>", description = "Messages to receive.")
  private long count;

  @Override
  long count() {
    return count;
  }

  @Override
  String counted() {
    return "message count";
  }

  private static final int MARK = 10_000;
  private static final int IO_THREADS = 4;

  @Override
  void begin(Report report) {
    settings.defaults(MARK, IO_THREADS);
    super.begin(report);
  }

  @Override
  void run(Context context, Report report) {
    XSubSocket frontend = context.xsub(settings::configure);
    XPubSocket backend = context.xpub(o -> noDrop(o));
    frontend.bind("inproc://perf_pub1");
    frontend.bind("inproc://perf_pub2");
    backend.bind("inproc://perf_backend");
    SubSocket sub = context.sub(settings::configure);
    sub.subscribe("");
    sub.connect("inproc://perf_backend");
    header(report);
    Counter counter = new Counter();
    ReceivingLoop loop = new ReceivingLoop(sub, size(), transfer.receiving(), counter);
    Watch watch = watch(List.of(), counter::get, total());
    Proxy.between(frontend, backend).start();
    Workers workers = workers(context);
    long start = System.nanoTime();
    workers.start("pub1", () -> publish(context, "inproc://perf_pub1"));
    workers.start("pub2", () -> publish(context, "inproc://perf_pub2"));
    if (total() == count) {
      loop.receive(count);
      report.round(new Throughput(count, size(), System.nanoTime() - start));
    } else {
      measureThroughput(loop, counter, watch, report);
    }
    // What the publishers still have to send has nobody to go to.
    sub.close();
    workers.join();
  }

  private void noDrop(XPubOptions options) {
    settings.configure(options);
    options.noDrop(true);
  }

  private void publish(Context context, String endpoint) {
    try (XPubSocket pub = context.xpub(o -> noDrop(o))) {
      pub.connect(endpoint);
      pub.receive(); // the subscription
      new SendingLoop(pub, size(), transfer.sending(), new Counter()).send(total());
    }
  }
}
