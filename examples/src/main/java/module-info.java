/** The guide's programs, written against Cero's public API. */
module io.cero.examples {
  requires transitive io.cero;
  requires io.cero.toolkit;
  requires static transitive org.jspecify;

  exports io.cero.examples;
}
