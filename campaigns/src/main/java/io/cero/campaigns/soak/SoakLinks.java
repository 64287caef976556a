package io.cero.campaigns.soak;

import io.cero.testkit.IpcDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom in a soak, by its seed: each party with each by every pattern, over tcp through
 * a relay and over ipc where both have it.
 *
 * <p>They do not change while it runs. What is known of them and of the processes does, and all of
 * that is guarded by this object.
 */
final class SoakLinks implements Closeable {
  private final List<SoakLink> all = new ArrayList<>();
  private final Map<String, SoakLink> byEnd = new HashMap<>();

  /**
   * Plans a soak.
   *
   * @param directory where the endpoints of ipc are
   */
  SoakLinks(SplittableRandom random, IpcDirectory directory) throws IOException {
    SoakParty[] parties = SoakParty.values();
    for (int one = 0; one < parties.length; one++) {
      for (int two = one + 1; two < parties.length; two++) {
        for (SoakPattern pattern : SoakPattern.values()) {
          add(pattern, parties[one], parties[two], random, null);
          if (parties[one].hasIpc() && parties[two].hasIpc()) {
            add(pattern, parties[one], parties[two], random, directory);
          }
        }
      }
    }
  }

  /** Adds a link, over ipc if there is a directory for it. */
  private void add(
      SoakPattern pattern,
      SoakParty one,
      SoakParty two,
      SplittableRandom random,
      @Nullable IpcDirectory ipc)
      throws IOException {
    int number = all.size() + 1;
    long self = ProcessHandle.current().pid();
    String host = "127." + (64 + self % 128) + "." + self / 128 % 250 + "." + number;
    String bound = ipc != null ? ipc.endpoint(Integer.toString(number)) : "tcp://" + host + ":5555";
    String connected = ipc != null ? bound : "tcp://" + host + ":5556";
    SoakRelay relay =
        ipc != null
            ? null
            : new SoakRelay(new InetSocketAddress(host, 5556), new InetSocketAddress(host, 5555));
    boolean turned = random.nextBoolean();
    boolean binds = random.nextBoolean();
    SoakParty first = turned ? two : one;
    SoakParty second = turned ? one : two;
    // Only ours and libzmq's ROUTER are known to hand a name over.
    boolean named = random.nextBoolean() && second != SoakParty.JEROMQ;
    SoakLink link =
        new SoakLink(
            number,
            pattern,
            new SoakLink.End(number + "a", pattern.first, first, binds, binds ? bound : connected),
            new SoakLink.End(
                number + "b", pattern.second, second, !binds, binds ? connected : bound),
            relay,
            random.nextBoolean(),
            named && pattern == SoakPattern.DEALER_ROUTER ? "dealer-" + number : "");
    all.add(link);
    link.ends().forEach(end -> byEnd.put(end.name, link));
  }

  List<SoakLink> all() {
    return Collections.unmodifiableList(all);
  }

  /** Those of which a party has an end. */
  List<SoakLink> of(SoakParty party) {
    return all.stream()
        .filter(link -> link.first.party == party || link.second.party == party)
        .toList();
  }

  /** The link that has an end of this name; null if there is none. */
  @Nullable SoakLink ofEnd(String name) {
    return byEnd.get(name);
  }

  /** Has the relays listen. */
  void open() throws IOException {
    for (SoakLink link : all) {
      if (link.relay != null) {
        link.relay.open();
      }
    }
  }

  /** Closes the relays. */
  @Override
  public void close() throws IOException {
    for (SoakLink link : all) {
      if (link.relay != null) {
        link.relay.close();
      }
    }
  }
}
