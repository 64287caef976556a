package io.cero;

import io.cero.session.Profile;
import io.cero.socket.ContextCore;
import io.cero.wire.SocketType;

/** DEALER: sends to its peers in turn and receives from them in turn (RFC 28). */
public final class DealerSocket extends Socket implements Sender, Receiver {
  private final DealerOptions options;

  DealerSocket(ContextCore context, DealerOptions options) {
    super(
        context,
        new Profile.Particulars(
            SocketType.DEALER,
            false,
            options.conflate(),
            bytes(options.routingId()),
            frames(options.helloMessage()),
            null,
            frames(options.hiccupMessage())),
        options,
        host -> new io.cero.pattern.Dealer(host, options.probe()));
    this.options = options;
  }

  @Override
  public DealerOptions options() {
    return options;
  }
}
