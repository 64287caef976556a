package io.cero.cli;

import io.cero.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code cero --version} prints. */
final class CeroVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"cero " + Version.current()};
  }
}
