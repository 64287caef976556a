package io.cero.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>();

  private PrintStream printing(OutputStream to) {
    PrintStream complaints = new PrintStream(errors, true, StandardCharsets.UTF_8);
    return new PrintStream(
        new StandardOutput(to, complaints, ends::add), true, StandardCharsets.UTF_8);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  private String complaint() {
    return errors.toString(StandardCharsets.UTF_8).trim();
  }

  @Test
  void shouldPassOnWhatIsPrinted() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = printing(printed);
    out.write('>');
    out.println("ØMQ");
    assertEquals(">ØMQ" + System.lineSeparator(), printed.toString(StandardCharsets.UTF_8));
    assertEquals(List.of(), ends);
    assertEquals("", complaint());
  }

  @Test
  void shouldEndWithoutAWordWhenNobodyReadsAnyMore() {
    printing(failing("Broken pipe")).println("one line more");
    assertEquals(141, ends.get(0));
    assertEquals("", complaint());
  }

  @Test
  void shouldSayWhyAndEndWhenTheOutputCannotBeWritten() {
    printing(failing("No space left on device")).println("a figure");
    assertEquals(1, ends.get(0));
    assertEquals(
        "cero: the output cannot be written (No space left on device); send it elsewhere",
        complaint().lines().findFirst().orElseThrow());
  }

  @Test
  void shouldEndWhenTheLastBytesCannotBeWritten() {
    OutputStream late =
        new OutputStream() {
          @Override
          public void write(int b) {
            // kept
          }

          @Override
          public void flush() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    printing(late).flush();
    assertEquals(List.of(1), ends);
  }
}
