package io.cero.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * The standard output of a program whose lines matter: it ends the program as soon as nobody can
 * get them any more.
 *
 * <p>{@link PrintStream} and {@link java.io.PrintWriter} keep a failed write to themselves. So a
 * program would run on although {@code | head -1} has what it wants, and report success although
 * the disk that its figures went to is full.
 */
final class StandardOutput extends OutputStream {
  /** What a shell says of a program that SIGPIPE has ended: nobody reads its output any more. */
  static final int READER_GONE = 128 + 13;

  private static final StandardOutput INSTANCE =
      new StandardOutput(
          new FileOutputStream(FileDescriptor.out), System.err, Runtime.getRuntime()::halt);

  private final OutputStream output;
  private final PrintStream errors;
  private final IntConsumer end;

  StandardOutput(OutputStream output, PrintStream errors, IntConsumer end) {
    this.output = output;
    this.errors = errors;
    this.end = end;
  }

  /** The one of this process. Any thread. */
  static StandardOutput ofThisProcess() {
    return INSTANCE;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      output.write(bytes, offset, length);
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void flush() {
    try {
      output.flush();
    } catch (IOException e) {
      lost(String.valueOf(e.getMessage()));
    }
  }

  private void lost(String reason) {
    if (reason.contains("Broken pipe")) {
      end.accept(READER_GONE);
      return;
    }
    errors.println("cero: the output cannot be written (" + reason + "); send it elsewhere");
    errors.flush();
    end.accept(1);
  }
}
