package io.cero.examples.service;

import io.cero.examples.Demo;
import io.cero.examples.hello.HelloClient;

/** The guide's client before a queue: nothing but a client, with the queue's endpoint. */
public final class RequestClient {
  /** How the catalogue shows it. */
  public static final Demo DEMO =
      Demo.of("rrclient", "Says Hello ten times to a queue.", HelloClient::run)
          .argument("ENDPOINT", "tcp://localhost:5559", "where the queue's frontend is")
          .argument("--requests", 10, "how often it says Hello")
          .picture(RequestBroker.PICTURE);

  private RequestClient() {}
}
