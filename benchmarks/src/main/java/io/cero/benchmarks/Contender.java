package io.cero.benchmarks;

/** Who is measured. */
enum Contender {
  /** This build. */
  CERO("Cero"),
  /** Another commit of it, for comparing two. */
  BEFORE("Cero before"),
  /** This build on a newer JDK. */
  NEWER("Cero, newer JDK"),
  /** This build without what a line is about. */
  PLAIN("Cero, plain"),
  /** Debian's libzmq, from C. */
  LIBZMQ("libzmq"),
  /** JeroMQ, on the same JDK. */
  JEROMQ("JeroMQ"),
  /** JeroMQ on the newer JDK. */
  JEROMQ_NEWER("JeroMQ, newer JDK"),
  /** TCP without any ØMQ: bandwidth from Java, round trips from C. */
  RAW("raw TCP");

  final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Whose programs it runs. */
  Contender programs() {
    return switch (this) {
      case BEFORE, NEWER, PLAIN -> CERO;
      case JEROMQ_NEWER -> JEROMQ;
      default -> this;
    };
  }

  /** True if it is measured wherever the one is whose programs it runs. */
  boolean isAnother() {
    return this == BEFORE || isOnNewerJdk();
  }

  /** True if it needs a newer JDK. */
  boolean isOnNewerJdk() {
    return this == NEWER || this == JEROMQ_NEWER;
  }
}
