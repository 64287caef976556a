package io.cero.benchmarks;

/** Who is measured. */
enum Contender {
  /** This build. */
  CERO("Cero"),
  /** Another commit of it, for comparing two. */
  BEFORE("Cero before"),
  /** This build on a newer JDK. */
  NEWER("Cero, newer JDK"),
  /** Debian's libzmq, from C. */
  LIBZMQ("libzmq"),
  /** JeroMQ, on the same JDK. */
  JEROMQ("JeroMQ"),
  /** TCP without any ØMQ: bandwidth from Java, round trips from C. */
  RAW("raw TCP");

  final String title;

  Contender(String title) {
    this.title = title;
  }

  /** True of what runs Cero's programs, so that it is measured wherever Cero is. */
  boolean isCero() {
    return this == CERO || this == BEFORE || this == NEWER;
  }
}
