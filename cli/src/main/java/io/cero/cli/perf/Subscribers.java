package io.cero.cli.perf;

import io.cero.Context;
import io.cero.SubSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** SUB sockets, each with a thread that receives. */
final class Subscribers {
  private final RepeatedTool tool;
  private final Laps laps;
  private final List<SubSocket> sockets = new ArrayList<>();
  private final List<Counter> counters = new ArrayList<>();

  Subscribers(RepeatedTool tool, Context context, int count) {
    this.tool = tool;
    this.laps = new Laps(tool.repetition.rounds(), count);
    for (int i = 0; i < count; i++) {
      sockets.add(context.sub(tool.settings::configure));
      counters.add(new Counter());
    }
  }

  List<SubSocket> sockets() {
    return sockets;
  }

  /** How many messages all have received. */
  long received() {
    long sum = 0;
    for (Counter counter : counters) {
      sum += counter.get();
    }
    return sum;
  }

  /** Has each socket connect and subscribe and then receive, in a thread of its own. */
  void start(Workers workers, Consumer<SubSocket> connect) {
    for (int i = 0; i < sockets.size(); i++) {
      int number = i;
      workers.start("sub" + i, () -> receive(number, connect));
    }
  }

  private void receive(int number, Consumer<SubSocket> connect) {
    SubSocket sub = sockets.get(number);
    connect.accept(sub);
    ReceivingLoop loop =
        new ReceivingLoop(sub, tool.size(), tool.transfer.receiving(), counters.get(number));
    loop.receive(tool.repetition.warmup());
    for (int round = 0; round < tool.repetition.rounds(); round++) {
      loop.receive(1);
      laps.begin(round, number);
      loop.receive(tool.count() - 1);
      laps.end(round, number);
    }
  }

  /** Says what was measured, when all threads have ended. */
  void report(Report report, Watch watch) {
    int complete = 0;
    while (complete < tool.repetition.rounds() && laps.isComplete(complete)) {
      report.round(
          new Throughput(tool.count() * sockets.size(), tool.size(), laps.nanoseconds(complete)));
      complete++;
    }
    long measured = received() - tool.repetition.warmup() * sockets.size();
    if (complete == 0 && measured > 0) {
      report.round(new Throughput(measured, tool.size(), laps.nanosecondsUntil(watch.lastMove())));
    }
  }
}
