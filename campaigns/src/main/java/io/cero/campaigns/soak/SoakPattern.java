package io.cero.campaigns.soak;

/** A pattern of a soak: the type of the end that begins, and of the one that it talks to. */
enum SoakPattern {
  PUSH_PULL("PUSH", "PULL", 50),
  PUB_SUB("PUB", "SUB", 50),
  XPUB_XSUB("XPUB", "XSUB", 50),
  REQ_REP("REQ", "REP", 25),
  DEALER_ROUTER("DEALER", "ROUTER", 30),
  PAIR_PAIR("PAIR", "PAIR", 25);

  final String first;
  final String second;

  /** Messages a second that are not answers. */
  final int rate;

  SoakPattern(String first, String second, int rate) {
    this.first = first;
    this.second = second;
    this.rate = rate;
  }

  /** True if messages go both ways. */
  boolean isTwoWay() {
    return this == REQ_REP || this == DEALER_ROUTER || this == PAIR_PAIR;
  }

  @Override
  public String toString() {
    return first + "/" + second;
  }
}
