package io.cero.examples.butterfly;

import io.cero.Context;
import io.cero.PullSocket;
import io.cero.PushSocket;
import io.cero.SubSocket;
import io.cero.toolkit.EventLoop;
import io.cero.toolkit.Handler;

/** What every node of the pipeline does: it takes messages until the kill signal. */
final class Node {
  private Node() {}

  static PullSocket input(Context context, String endpoint) {
    PullSocket input = context.pull();
    input.connect(endpoint);
    return input;
  }

  static PushSocket output(Context context, String endpoint) {
    PushSocket output = context.push();
    output.connect(endpoint);
    return output;
  }

  /** Handles what comes in until the kill signal comes from that endpoint. */
  static void run(
      Context context, String control, PullSocket input, Handler<? super PullSocket> handler) {
    SubSocket kill = context.sub();
    kill.subscribe("");
    kill.connect(control);
    try (EventLoop loop = EventLoop.create(context)) {
      loop.onReadable(kill, signal -> loop.stop());
      loop.onReadable(input, handler);
      loop.run();
    }
  }
}
