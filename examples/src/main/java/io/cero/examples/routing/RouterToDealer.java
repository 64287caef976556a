package io.cero.examples.routing;

import io.cero.Context;
import io.cero.DealerSocket;
import io.cero.examples.Demo;

/**
 * The guide's rtdealer: the workers of a ROUTER are DEALER sockets, which write and read the
 * envelope's empty delimiter by themselves. The ROUTER sees no difference.
 */
public final class RouterToDealer {
  /** How the catalogue shows it. */
  public static final Demo DEMO = Boss.demo("rtdealer", "DEALER", RouterToDealer::work);

  private RouterToDealer() {}

  private static int work(Context context, String broker, Boss.Task task)
      throws InterruptedException {
    DealerSocket worker = context.dealer();
    worker.connect(broker);
    int total = 0;
    worker.send("", Boss.HI_BOSS);
    while (!worker.receive().text(1).equals(Boss.FIRED)) {
      task.run();
      total++;
      worker.send("", Boss.HI_BOSS);
    }
    return total;
  }
}
