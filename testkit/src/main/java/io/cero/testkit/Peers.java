package io.cero.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where tests get peers from. */
public final class Peers {

  /**
   * How long a peer may take for one request: 30 s, or as many as the system property {@code
   * cero.testkit.deadline} says.
   */
  public static final Duration DEADLINE =
      Duration.ofSeconds(Integer.getInteger("cero.testkit.deadline", 30));

  private Peers() {}

  /** The peers that can be started here. */
  public static List<PeerKind> available() {
    return Stream.of(PeerKind.values()).filter(kind -> kind.missing().isEmpty()).toList();
  }

  /**
   * Starts a peer. Where it is missing, the test is skipped with a message that says what to
   * install; with the system property or the environment variable {@code CI} set, it fails.
   */
  public static Peer require(PeerKind kind) {
    Optional<String> missing = kind.missing();
    if (missing.isPresent()) {
      String message = "the peer " + kind.label() + " is missing; install it: " + missing.get();
      if (continuousIntegration()) {
        return fail(message);
      }
      return abort(message);
    }
    try {
      return kind.launch();
    } catch (IOException e) {
      throw new PeerException("cannot start the peer " + kind.label() + ": " + e, e);
    }
  }

  /** Starts the peer of this name; see {@link #require(PeerKind)} and {@link PeerKind#label}. */
  public static Peer require(String label) {
    return require(PeerKind.named(label));
  }

  /** Starts a peer that is a process; see {@link #require(PeerKind)}. */
  public static ProcessPeer requireProcess(PeerKind kind) {
    Peer peer = require(kind);
    if (peer instanceof ProcessPeer process) {
      return process;
    }
    peer.close();
    throw new IllegalArgumentException(kind.label() + " is no process of its own");
  }

  private static boolean continuousIntegration() {
    return Stream.of(System.getProperty("CI"), System.getenv("CI"))
        .anyMatch(value -> value != null && !value.isEmpty() && !value.equals("false"));
  }
}
