package io.cero.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.EndpointException;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class TransportsTest {

  /** A provider that lends tcp another name. */
  private record Renamed(String scheme) implements Transport {

    @Override
    public BindEndpoint forBind(String text, String address) {
      return new TcpTransport().forBind(text, address);
    }

    @Override
    public ConnectEndpoint forConnect(String text, String address) {
      return new TcpTransport().forConnect(text, address);
    }
  }

  @Test
  void shouldServeFurtherSchemesWhenProvided() {
    Transports transports = Transports.with(List.<Transport>of(new Renamed("other")).iterator());
    assertInstanceOf(Renamed.class, transports.serving("other://x", "other"));
    String message =
        assertThrows(EndpointException.class, () -> transports.serving("none://x", "none"))
            .getMessage();
    assertTrue(message.contains("inproc://, ipc://, other://, tcp://"), message);
  }

  @Test
  void shouldKeepBuiltInTransportsWhenProviderWantsTheirScheme() {
    Transports transports =
        Transports.with(List.<Transport>of(new Renamed("tcp"), new Renamed("inproc")).iterator());
    assertInstanceOf(TcpTransport.class, transports.serving("tcp://x", "tcp"));
    assertThrows(EndpointException.class, () -> transports.serving("inproc://x", "inproc"));
  }

  @Test
  void shouldServeTheOthersWhenOneProviderIsBroken() {
    var providers = List.<Transport>of(new Renamed("one"), new Renamed("two")).iterator();
    Transports transports =
        Transports.with(
            new Iterator<>() {
              private boolean broken;

              @Override
              public boolean hasNext() {
                return providers.hasNext();
              }

              @Override
              public Transport next() {
                if (!broken) {
                  broken = true;
                  providers.next();
                  throw new ServiceConfigurationError("broken on purpose");
                }
                return providers.next();
              }
            });
    assertEquals("two", transports.serving("two://x", "two").scheme());
    EndpointException unknown =
        assertThrows(EndpointException.class, () -> transports.serving("one://x", "one"));
    assertEquals("broken on purpose", unknown.getSuppressed()[0].getMessage());
  }
}
