package io.cero.cli;

import io.cero.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class CeroVersion implements IVersionProvider {
  /** Made by picocli. */
  public CeroVersion() {}

  @Override
  public String[] getVersion() {
    return new String[] {"cero " + Version.current()};
  }
}
