package io.cero.examples.routing;

import io.cero.Context;
import io.cero.ReqSocket;
import io.cero.examples.Demo;

/** The guide's rtreq: the workers of a ROUTER are REQ sockets, which know of no envelope. */
public final class RouterToReq {
  /** How the catalogue shows it. */
  public static final Demo DEMO = Boss.demo("rtreq", "REQ", RouterToReq::work);

  private RouterToReq() {}

  private static int work(Context context, String broker, Boss.Task task)
      throws InterruptedException {
    ReqSocket worker = context.req();
    worker.connect(broker);
    int total = 0;
    worker.send(Boss.HI_BOSS);
    while (!worker.receiveText().equals(Boss.FIRED)) {
      task.run();
      total++;
      worker.send(Boss.HI_BOSS);
    }
    return total;
  }
}
