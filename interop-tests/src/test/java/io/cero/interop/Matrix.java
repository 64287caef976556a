package io.cero.interop;

import io.cero.testkit.PeerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes of all cells, written as a table for people. */
final class Matrix {
  private final Map<PeerKind, String> versions = new EnumMap<>(PeerKind.class);
  private final Map<PeerKind, Map<String, Map<String, String>>> tables =
      new EnumMap<>(PeerKind.class);
  private int good;
  private int bad;
  private long messages;

  /** Notes a peer that is there, with what runs inside, or how to get it. */
  void peer(PeerKind peer, String version) {
    versions.put(peer, version);
  }

  void passed(Cell cell, int checked) {
    good++;
    messages += checked;
    put(cell, "ok");
  }

  void failed(Cell cell, Throwable why) {
    bad++;
    put(cell, "**FAILED** " + why.getClass().getSimpleName());
  }

  int cells() {
    return good + bad;
  }

  private void put(Cell cell, String outcome) {
    tables
        .computeIfAbsent(cell.peer(), peer -> new TreeMap<>())
        .computeIfAbsent(cell.pairing().toString(), pairing -> new TreeMap<>())
        .put(cell.column(), outcome);
  }

  /** Writes it as Markdown. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Cero and the others");
    lines.add("");
    lines.add(
        "%d cells passed and %d failed; %d messages were checked frame by frame."
            .formatted(good, bad, messages));
    lines.add("A dash is a cell that the peer has not: no such socket type or transport.");
    lines.add("(netty-zmtp-2 has PUB and SUB, but announces each as the other: it is refused.)");
    lines.add("");
    lines.add("| peer | what runs inside |");
    lines.add("|---|---|");
    versions.forEach((peer, version) -> lines.add("| " + peer.label() + " | " + version + " |"));
    List<String> columns =
        List.of("tcp, we bind", "tcp, we connect", "ipc, we bind", "ipc, we connect");
    tables.forEach(
        (peer, rows) -> {
          lines.add("");
          lines.add("## " + peer.label() + ": " + versions.get(peer));
          lines.add("");
          lines.add("| ours – theirs | " + String.join(" | ", columns) + " |");
          lines.add("|---|---|---|---|---|");
          for (Pairing pairing : Pairing.legal()) {
            Map<String, String> row = rows.getOrDefault(pairing.toString(), Map.of());
            List<String> fields =
                columns.stream().map(column -> row.getOrDefault(column, "–")).toList();
            lines.add("| " + pairing + " | " + String.join(" | ", fields) + " |");
          }
        });
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }
}
