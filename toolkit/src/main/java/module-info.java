/** What programs are built from: clocks, an event loop, actors, and an end by Ctrl-C. */
module io.cero.toolkit {
  requires transitive io.cero;
  requires static transitive org.jspecify;
  requires static com.fasterxml.jackson.core; // for JsonLines
  requires jdk.unsupported; // signals; by reflection, since its classes cannot be compiled against

  exports io.cero.toolkit;
}
