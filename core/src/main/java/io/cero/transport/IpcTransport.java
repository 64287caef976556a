package io.cero.transport;

import io.cero.EndpointException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Unix domain sockets, {@code ipc://path}. */
final class IpcTransport implements Transport {

  /** What the JDK passes on: the two bytes that it keeps back are not ours to use. */
  static final int LONGEST_PATH = 106;

  private static final String WILDCARD = "*";

  @Override
  public String scheme() {
    return "ipc";
  }

  @Override
  public BindEndpoint forBind(String text, String address) {
    if (address.equals(WILDCARD)) {
      return new IpcBindEndpoint(text, null);
    }
    Path path = path(text, address);
    if (path.getFileName() == null || path.getFileName().toString().isEmpty()) {
      throw new EndpointException(text, "this is a directory; name a file in it");
    }
    return new IpcBindEndpoint(text, path);
  }

  @Override
  public ConnectEndpoint forConnect(String text, String address) {
    if (address.equals(WILDCARD)) {
      throw new EndpointException(
          text, "* can be bound but not connected to; use the last endpoint of the bound socket");
    }
    return new IpcConnectEndpoint(text, path(text, address));
  }

  private static Path path(String text, String address) {
    if (address.startsWith("@")) {
      throw new EndpointException(
          text,
          "abstract socket names (@…) are not possible in pure Java; use a path, for example"
              + " ipc:///tmp/name");
    }
    int length = lengthInBytes(address);
    if (length > LONGEST_PATH) {
      throw new EndpointException(
          text,
          "the path has "
              + length
              + " bytes, and the system takes "
              + LONGEST_PATH
              + "; use a shorter one");
    }
    try {
      return Path.of(address);
    } catch (InvalidPathException e) {
      throw new EndpointException(text, "this is not a path: " + e.getReason(), e);
    }
  }

  static int lengthInBytes(String path) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    Charset charset =
        Charset.isSupported(encoding) ? Charset.forName(encoding) : StandardCharsets.UTF_8;
    return path.getBytes(charset).length;
  }
}
