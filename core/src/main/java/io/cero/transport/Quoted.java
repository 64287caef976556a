package io.cero.transport;

/** Text from outside made fit for an error message: in quotes, printable and not too long. */
final class Quoted {

  private static final int LONGEST = 200;

  private Quoted() {}

  static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(shown < text.length() ? "…\"" : "\"").toString();
  }
}
