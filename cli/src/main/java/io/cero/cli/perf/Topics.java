package io.cero.cli.perf;

import io.cero.SubSocket;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/**
 * The prefixes of published messages: decimal numbers of one width, {@code 0000} to {@code 9999},
 * or, if there is only one, the empty prefix.
 */
final class Topics {
  @Option(
      names = "--prefixes",
      paramLabel = "<count>",
      defaultValue = "1",
      description =
          "Messages begin with so many different prefixes in turn, 0000 to 9999 for 10000, and"
              + " every subscriber subscribes to all of them; default 1, the empty one. Both sides"
              + " need the same.")
  private int count;

  int count() {
    return count;
  }

  /** Bytes of a prefix. */
  int width() {
    return count <= 1 ? 0 : Integer.toString(count - 1).length();
  }

  String prefix(int number) {
    if (count == 1) {
      return "";
    }
    String digits = Integer.toString(number);
    return "0".repeat(width() - digits.length()) + digits;
  }

  String last() {
    return prefix(count - 1);
  }

  byte[][] all() {
    byte[][] all = new byte[count][];
    for (int i = 0; i < count; i++) {
      all[i] = prefix(i).getBytes(StandardCharsets.US_ASCII);
    }
    return all;
  }

  /** Subscribes to all, the last one last. */
  void subscribe(SubSocket sub) {
    for (int i = 0; i < count; i++) {
      sub.subscribe(prefix(i));
    }
  }
}
