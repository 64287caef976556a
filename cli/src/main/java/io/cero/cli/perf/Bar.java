package io.cero.cli.perf;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the standard error, if that is a terminal. */
final class Bar implements AutoCloseable {
  private static final int WIDTH = 79;
  private static final int INTERVAL_MILLISECONDS = 200;

  private final ProgressBar bar;

  private Bar(String name, long total) {
    bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setUpdateIntervalMillis(INTERVAL_MILLISECONDS)
            .setStyle(ProgressBarStyle.ASCII)
            // Told its width it asks no terminal library for it.
            .setConsumer(new ConsoleProgressBarConsumer(System.err, width()))
            .build();
  }

  /** A column less than the terminal has, so that no line breaks. */
  private static int width() {
    int columns = Integer.getInteger("cero.columns", 0);
    return columns < 1 ? WIDTH : Math.max(1, Math.min(WIDTH, columns - 1));
  }

  /** Draws one; null where nobody would see it. */
  static @Nullable Bar onTerminal(String name, long total) {
    return Boolean.getBoolean("cero.terminal") ? new Bar(name, total) : null;
  }

  /** Shows how far it is, and behind it in a few words what is wrong, if anything is. */
  void show(long done, String note) {
    bar.setExtraMessage(note);
    bar.stepTo(done);
  }

  @Override
  public void close() {
    bar.close();
  }
}
