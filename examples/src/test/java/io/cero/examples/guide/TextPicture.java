package io.cero.examples.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Draws a picture that is made of box-drawing characters as SVG: lines and arrow heads become
 * shapes, everything else stays text. {@code bin/pictures} runs it.
 *
 * <p>A cell is 8 units wide and 16 high. The line of a character goes from the middle of its cell
 * to some of the four edges.
 */
final class TextPicture {
  private static final int WIDTH = 8;
  private static final int HEIGHT = 16;
  private static final int MARGIN = 8;

  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int UP = 4;
  private static final int DOWN = 8;

  private static final String LINES = "─│┌┐└┘├┤┬┴┼";
  private static final int[] EDGES = {
    LEFT | RIGHT,
    UP | DOWN,
    RIGHT | DOWN,
    LEFT | DOWN,
    RIGHT | UP,
    LEFT | UP,
    UP | DOWN | RIGHT,
    UP | DOWN | LEFT,
    LEFT | RIGHT | DOWN,
    LEFT | RIGHT | UP,
    LEFT | RIGHT | UP | DOWN
  };
  private static final String HEADS = "►◄▲▼";
  private static final int[] TAILS = {LEFT, RIGHT, DOWN, UP};

  private final List<String> rows;
  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder heads = new StringBuilder();
  private final StringBuilder texts = new StringBuilder();

  private TextPicture(String text) {
    this.rows = text.stripTrailing().lines().toList();
  }

  /** Returns the SVG of a picture in text. */
  static String draw(String text) {
    return new TextPicture(text).svg();
  }

  /** Draws standard input to standard output, both in UTF-8. */
  public static void main(String[] arguments) throws IOException {
    String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    System.out.write(draw(text).getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private String svg() {
    int columns = rows.stream().mapToInt(String::length).max().orElse(0);
    for (int row = 0; row < rows.size(); row++) {
      horizontals(row);
      headsOf(row);
      textsOf(row);
    }
    for (int column = 0; column < columns; column++) {
      verticals(column);
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" font-family="monospace" font-size="13">
    <rect width="100%%" height="100%%" fill="#fff"/>
    <path d="%s" fill="none" stroke="#335" stroke-width="1.5" stroke-linecap="round"/>
    <path d="%s" fill="#335"/>
    %s</svg>
    """
        .formatted(
            columns * WIDTH + 2 * MARGIN,
            rows.size() * HEIGHT + 2 * MARGIN,
            columns * WIDTH + 2 * MARGIN,
            lines.toString().strip(),
            heads.toString().strip(),
            texts);
  }

  private char at(int row, int column) {
    String line = row >= 0 && row < rows.size() ? rows.get(row) : "";
    return column >= 0 && column < line.length() ? line.charAt(column) : ' ';
  }

  /** Which edges of its cell a character's line goes to. */
  private int edges(int row, int column) {
    char character = at(row, column);
    int line = LINES.indexOf(character);
    int head = HEADS.indexOf(character);
    return line >= 0 ? EDGES[line] : head >= 0 ? TAILS[head] | crossed(row, column) : 0;
  }

  /** The line that an arrow head stands on: the border of a box that it points into. */
  private int crossed(int row, int column) {
    int across = 0;
    if (goes(row, column - 1, RIGHT) && goes(row, column + 1, LEFT)) {
      across |= LEFT | RIGHT;
    }
    if (goes(row - 1, column, DOWN) && goes(row + 1, column, UP)) {
      across |= UP | DOWN;
    }
    return across;
  }

  private boolean goes(int row, int column, int edge) {
    int line = LINES.indexOf(at(row, column));
    return line >= 0 && (EDGES[line] & edge) != 0;
  }

  private void horizontals(int row) {
    int y = MARGIN + row * HEIGHT + HEIGHT / 2;
    int from = -1;
    for (int half = 0; half <= 2 * rows.get(row).length(); half++) {
      boolean drawn = (edges(row, half / 2) & (half % 2 == 0 ? LEFT : RIGHT)) != 0;
      int x = MARGIN + half * WIDTH / 2;
      if (drawn && from < 0) {
        from = x;
      } else if (!drawn && from >= 0) {
        lines.append("M%d %dH%d ".formatted(from, y, x));
        from = -1;
      }
    }
  }

  private void verticals(int column) {
    int x = MARGIN + column * WIDTH + WIDTH / 2;
    int from = -1;
    for (int half = 0; half <= 2 * rows.size(); half++) {
      boolean drawn = (edges(half / 2, column) & (half % 2 == 0 ? UP : DOWN)) != 0;
      int y = MARGIN + half * HEIGHT / 2;
      if (drawn && from < 0) {
        from = y;
      } else if (!drawn && from >= 0) {
        lines.append("M%d %dV%d ".formatted(x, from, y));
        from = -1;
      }
    }
  }

  private void headsOf(int row) {
    String line = rows.get(row);
    for (int column = 0; column < line.length(); column++) {
      int x = MARGIN + column * WIDTH;
      int y = MARGIN + row * HEIGHT + HEIGHT / 2;
      switch (line.charAt(column)) {
        case '►' -> heads.append("M%d %dl8 4l-8 4z ".formatted(x, y - 4));
        case '◄' -> heads.append("M%d %dl-8 4l8 4z ".formatted(x + WIDTH, y - 4));
        case '▲' -> heads.append("M%d %dl4 -8l4 8z ".formatted(x, y + 4));
        case '▼' -> heads.append("M%d %dl4 8l4 -8z ".formatted(x, y - 4));
        default -> {}
      }
    }
  }

  /** Words that are one space apart are one text. */
  private void textsOf(int row) {
    String line = rows.get(row);
    int column = 0;
    while (column < line.length()) {
      if (!isText(row, column)) {
        column++;
        continue;
      }
      int end = column + 1;
      while (isText(row, end) || (at(row, end) == ' ' && isText(row, end + 1))) {
        end++;
      }
      texts.append(
          "<text x=\"%d\" y=\"%d\" textLength=\"%d\">%s</text>\n"
              .formatted(
                  MARGIN + column * WIDTH,
                  MARGIN + row * HEIGHT + 12,
                  (end - column) * WIDTH,
                  escaped(line.substring(column, end))));
      column = end;
    }
  }

  private boolean isText(int row, int column) {
    char character = at(row, column);
    return character != ' ' && LINES.indexOf(character) < 0 && HEADS.indexOf(character) < 0;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
