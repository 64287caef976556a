/** The {@code cero} command. */
module io.cero.cli {
  requires io.cero;
  requires io.cero.examples;
  requires info.picocli;
  requires static org.jspecify;

  opens io.cero.cli to
      info.picocli;
}
