/** The {@code cero} command. */
module io.cero.cli {
  requires io.cero;
  requires io.cero.examples;
  requires io.cero.toolkit;
  requires info.picocli;
  requires HdrHistogram;
  requires com.fasterxml.jackson.jr.ob;
  requires java.management;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  opens io.cero.cli to
      info.picocli;
  opens io.cero.cli.perf to
      info.picocli;
}
