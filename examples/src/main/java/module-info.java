/** The guide's programs, written against Cero's public API. */
module io.cero.examples {
  requires transitive io.cero;
  requires transitive io.cero.toolkit;
  requires static transitive org.jspecify;

  exports io.cero.examples;
  exports io.cero.examples.async;
  exports io.cero.examples.balancing;
  exports io.cero.examples.peering;
  exports io.cero.examples.routing;
}
