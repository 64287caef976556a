package io.cero.examples.weather;

import io.cero.Context;
import io.cero.Proxy;
import io.cero.XPubSocket;
import io.cero.XSubSocket;
import io.cero.examples.Arguments;
import io.cero.examples.Demo;
import java.io.PrintStream;

/**
 * The guide's weather proxy: a forwarder between an internal network, where the server is, and the
 * one outside. XSUB and XPUB in place of SUB and PUB: the filters of the clients outside travel
 * through, so that only what somebody wants crosses.
 */
public final class WeatherProxy {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("wuproxy", "Forwards the weather to another network.", WeatherProxy::run)
          .argument("FRONTEND", "tcp://localhost:5556", "where the weather server is")
          .argument("BACKEND", "tcp://*:8100", "where it is bound for the network outside")
          .picture(
              """
                            wuserver
                          ┌──────────┐
                          │   PUB    │
                          └────┬─────┘
                               │ bind tcp *:5556
                    ┌──────────┴─────┐
                    ▼ connect        ▼ connect
              ┌─────┴─────┐    ┌─────┴─────┐
              │    SUB    │    │   XSUB    │
              └───────────┘    ├───────────┤
                wuclient       │  wuproxy  │     internal network
              ─ ─ ─ ─ ─ ─ ─ ─ ─├───────────┤─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─
                               │   XPUB    │     external network
                               └─────┬─────┘
                                     │ bind tcp *:8100
                             ┌───────┴───────┐
                             ▼ connect       ▼
                       ┌─────┴─────┐   ┌─────┴─────┐
                       │    SUB    │   │    SUB    │
                       └───────────┘   └───────────┘
                         wuclient        wuclient
              """);

  private WeatherProxy() {}

  static void run(Context context, Arguments arguments, PrintStream out) {
    XSubSocket frontend = context.xsub();
    frontend.connect(arguments.text("FRONTEND"));
    XPubSocket backend = context.xpub();
    out.println("backend (XPUB) bound to " + backend.bind(arguments.text("BACKEND")));
    Proxy.between(frontend, backend).run();
  }
}
