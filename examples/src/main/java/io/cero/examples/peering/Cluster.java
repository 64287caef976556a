package io.cero.examples.peering;

import io.cero.examples.ArgumentException;
import java.nio.file.Path;

/**
 * A cluster of the peering programs: a broker with its clients and workers. Who knows its name
 * knows where its sockets are.
 *
 * @param name letters, digits, '-' and '_'
 * @param folder where the files of its ipc endpoints are, with those of all others
 */
public record Cluster(String name, Path folder) {
  /**
   * Checks the name, which may come from the network.
   *
   * @throws ArgumentException if it cannot be a cluster's
   */
  public Cluster {
    if (!isName(name)) {
      throw new ArgumentException(
          "a cluster cannot be called '" + name + "': give 1 to 20 letters, digits, '-' or '_'");
    }
  }

  /** Returns whether a cluster may have this name. */
  public static boolean isName(String text) {
    return text.matches("[A-Za-z0-9_-]{1,20}");
  }

  /** Returns where it has a socket: localfe, localbe, cloud or state. */
  public String endpoint(String socket) {
    return "ipc://" + folder.resolve(name + "-" + socket + ".ipc");
  }

  /** Returns another cluster of the same folder. */
  public Cluster neighbour(String other) {
    return new Cluster(other, folder);
  }

  @Override
  public String toString() {
    return name;
  }
}
