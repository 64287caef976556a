package io.cero;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What concerns the Unix domain sockets of a socket.
 *
 * @param permissions the permission bits of the socket's file once it is bound: who may write to it
 *     may connect; empty leaves them to the process's umask
 * @param backlog how many connections may wait to be accepted, at least 1
 */
public record IpcOptions(Optional<Set<PosixFilePermission>> permissions, int backlog) {
  private static final IpcOptions DEFAULTS = new IpcOptions(Optional.empty(), 100);

  /**
   * Checks the values.
   *
   * @throws OptionException if the backlog is less than 1
   */
  public IpcOptions {
    OptionCheck.atLeast("ipc backlog", backlog, 1, "a listener needs room for one connection");
    if (permissions.isPresent()) {
      EnumSet<PosixFilePermission> copy = EnumSet.noneOf(PosixFilePermission.class);
      copy.addAll(permissions.get());
      permissions = Optional.of(Collections.unmodifiableSet(copy));
    }
  }

  /** Returns the default of every value. */
  public static IpcOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with other permission bits, as {@code ls -l} shows them: rwxr-x---. */
  public IpcOptions withPermissions(String permissions) {
    try {
      return withPermissions(PosixFilePermissions.fromString(permissions));
    } catch (IllegalArgumentException malformed) {
      throw new OptionException(
          "ipc permissions", "'" + permissions + "' is not of the form rwxr-x---");
    }
  }

  /** Returns these options with other permission bits. */
  public IpcOptions withPermissions(Set<PosixFilePermission> permissions) {
    return new IpcOptions(Optional.of(permissions), backlog);
  }

  /** Returns these options with another backlog, at least 1. */
  public IpcOptions withBacklog(int backlog) {
    return new IpcOptions(permissions, backlog);
  }
}
