package io.cero.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.Context;
import io.cero.RouterOptions;
import io.cero.testkit.IpcDirectory;
import io.cero.testkit.Peer;
import io.cero.testkit.PeerKind;
import io.cero.testkit.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every peer, every legal pair of socket types that it has, over every transport that it has, in
 * both directions. The outcome stands in {@code interop/matrix.md} of the build folder.
 */
class MatrixTest {
  private static final Map<PeerKind, Peer> PEERS = new EnumMap<>(PeerKind.class);
  private static final Matrix MATRIX = new Matrix();

  @BeforeAll
  static void startPeers() {
    for (PeerKind kind : PeerKind.values()) {
      if (kind.missing().isPresent()) {
        MATRIX.peer(kind, "missing; to get it: " + kind.missing().get());
      } else {
        Peer peer = Peers.require(kind);
        PEERS.put(kind, peer);
        MATRIX.peer(kind, peer.version());
      }
    }
  }

  @AfterAll
  static void writeAndEnd() throws IOException {
    try {
      Path folder = Path.of(System.getProperty("cero.interop.report", "target/interop"));
      MATRIX.write(folder.resolve("matrix.md"));
      if (MATRIX.cells() > 0) { // otherwise a pattern has chosen other tests
        assertEquals(cells().count(), MATRIX.cells(), "cells that have an outcome");
      }
    } finally {
      PEERS.values().forEach(Peer::close);
    }
  }

  /** The matrix has a hole for each peer that is not there; this says which. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(PeerKind.class)
  void shouldHaveThePeerWhenTheMatrixIsFilled(PeerKind kind) {
    if (!PEERS.containsKey(kind)) {
      Peers.require(kind).close();
    }
    assertTrue(cells().anyMatch(cell -> cell.peer() == kind), "no cell for " + kind);
  }

  /** Spotify's codec announces PUB as SUB and SUB as PUB in ZMTP 2.0, and we believe it. */
  private static boolean confusesTypes(Peer peer, Pairing pairing) {
    return peer.kind() == PeerKind.NETTY_ZMTP_2
        && (pairing.theirs().equals("PUB") || pairing.theirs().equals("SUB"));
  }

  static Stream<Cell> cells() {
    return PEERS.values().stream()
        .flatMap(
            peer ->
                Stream.of("tcp", "ipc")
                    .flatMap(
                        scheme ->
                            Pairing.legal().stream()
                                .filter(pairing -> pairing.over(scheme))
                                .filter(pairing -> peer.supports(pairing.theirs(), scheme))
                                .filter(pairing -> !confusesTypes(peer, pairing))
                                .flatMap(
                                    pairing ->
                                        Stream.of(true, false)
                                            .map(
                                                weBind ->
                                                    new Cell(
                                                        peer.kind(), scheme, weBind, pairing)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void shouldUnderstandEachOtherWhen(Cell cell) {
    try {
      MATRIX.passed(cell, converse(cell));
    } catch (Throwable e) {
      MATRIX.failed(cell, e);
      throw e;
    }
  }

  private static int converse(Cell cell) {
    Peer peer = PEERS.get(cell.peer());
    byte[] ourId = cell.weBind() ? Conversation.BINDER : Conversation.CONNECTER;
    byte[] theirId = cell.weBind() ? Conversation.CONNECTER : Conversation.BINDER;
    boolean twoRouters = cell.pairing().equals(new Pairing("ROUTER", "ROUTER"));
    boolean theyHaveIdentities =
        List.of("REQ", "DEALER", "ROUTER").contains(cell.pairing().theirs());
    try (IpcDirectory directory = IpcDirectory.create();
        Context context = Context.create();
        Party ours =
            OurParty.open(
                context,
                cell.pairing().ours(),
                ourId,
                options -> {
                  if (twoRouters) {
                    ((RouterOptions) options).probe(true);
                  }
                });
        Party theirs =
            TheirParty.open(peer, cell.pairing().theirs(), theyHaveIdentities ? theirId : null)) {
      String endpoint = cell.scheme().equals("ipc") ? directory.endpoint("x") : "tcp://127.0.0.1:*";
      boolean travel = cell.peer() != PeerKind.NETTY_ZMTP_1;
      Conversation conversation =
          cell.weBind()
              ? new Conversation(ours, theirs, travel)
              : new Conversation(theirs, ours, travel);
      return conversation.hold(endpoint);
    }
  }
}
