package io.cero.campaigns.soak;

import io.cero.testkit.SocketDriver;
import io.cero.testkit.SocketLibrary;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket of JeroMQ in a soak. The numbers of options are those of {@code zmq.h}. */
final class SoakJeroMqSocket implements SoakSocket {
  private static final int IDENTITY = 5;
  private static final int SUBSCRIBE = 6;
  private static final int RECONNECT_IVL = 18;
  private static final int RECONNECT_IVL_MAX = 21;
  private static final int REQ_CORRELATE = 52;
  private static final int REQ_RELAXED = 53;
  private static final int HANDSHAKE_IVL = 66;

  private final String type;
  private final SocketDriver driver;

  private SoakJeroMqSocket(String type, SocketDriver driver) {
    this.type = type;
    this.driver = driver;
  }

  /** Makes one. */
  static SoakJeroMqSocket open(SocketLibrary library, SoakEnd.Terms terms) {
    SocketDriver driver = library.open(terms.type());
    driver.setOption(RECONNECT_IVL, 50);
    driver.setOption(RECONNECT_IVL_MAX, 500);
    driver.setOption(HANDSHAKE_IVL, 3_000);
    if (terms.relaxed() && terms.type().equals("REQ")) {
      driver.setOption(REQ_CORRELATE, 1);
      driver.setOption(REQ_RELAXED, 1);
    }
    if (!terms.identity().isEmpty()) {
      driver.setOption(IDENTITY, terms.identity().getBytes(StandardCharsets.UTF_8));
    }
    return new SoakJeroMqSocket(terms.type(), driver);
  }

  @Override
  public void bind(String endpoint) {
    driver.bind(endpoint);
  }

  @Override
  public void unbind(String endpoint) {
    driver.unbind(endpoint);
  }

  @Override
  public void connect(String endpoint) {
    driver.connect(endpoint);
  }

  @Override
  public void disconnect(String endpoint) {
    driver.disconnect(endpoint);
  }

  @Override
  public void subscribe(byte[] prefix) {
    if (type.equals("SUB")) {
      driver.setOption(SUBSCRIBE, prefix);
    } else {
      byte[] command = new byte[prefix.length + 1];
      command[0] = 1;
      System.arraycopy(prefix, 0, command, 1, prefix.length);
      driver.send(List.of(command), 0);
    }
  }

  @Override
  public boolean send(List<byte[]> frames) {
    return driver.send(frames, 0);
  }

  @Override
  public @Nullable List<byte[]> receive(int millis) {
    return driver.receive(millis);
  }

  @Override
  public String describe() {
    return "JeroMQ's " + type + ", in " + driver.ready(false) + ", out " + driver.ready(true);
  }

  @Override
  public Supplier<String> close(long sent, long received) {
    driver.close(true);
    return () -> "";
  }
}
