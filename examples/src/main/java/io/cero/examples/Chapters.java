package io.cero.examples;

import java.util.List;

/** The demos of each chapter of the guide: who writes one enters it here. */
final class Chapters {
  /** The basics, and the intermediate stuff. */
  static final List<Demo> INTERMEDIATE = List.of();

  /** The advanced request-reply patterns. */
  static final List<Demo> REQUEST_REPLY = List.of(LoadBalancingBroker.DEMO);

  private Chapters() {}
}
