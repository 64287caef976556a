package io.cero.toolkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.cero.Frame;
import io.cero.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole messages as lines of JSON, for logs, files and pipes, and back: every message becomes one
 * line and comes out of it as it was.
 *
 * <p>A message is an array of its frames. A frame that is UTF-8 is a string, any other an object
 * with its bytes in base64:
 *
 * <pre>{@code
 * ["weather 10001", "18 °C", {"base64": "AAEC/w=="}]
 * }</pre>
 *
 * <p>Needs the library {@code com.fasterxml.jackson.core:jackson-core}, which the toolkit does not
 * bring along. Any thread.
 */
public final class JsonLines {
  private static final String BASE64 = "base64";

  /** A frame may be as long as a text can be: who gives a line has it in memory already. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonLines() {}

  /** Returns a message as a line of JSON, without a line end. */
  public static String write(Message message) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartArray();
      for (Frame frame : message.frames()) {
        writeFrame(json, frame.toByteArray());
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return line.toString();
  }

  private static void writeFrame(JsonGenerator json, byte[] frame) throws IOException {
    try {
      // Strict: what is replaced would not come back.
      json.writeString(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame)).toString());
    } catch (CharacterCodingException binary) {
      json.writeStartObject();
      json.writeBinaryField(BASE64, frame);
      json.writeEndObject();
    }
  }

  /**
   * Reads a message from a line that {@link #write} made, or that looks like one.
   *
   * @throws IllegalArgumentException if it does not; the text says what is wrong and where
   */
  public static Message read(String line) {
    try (JsonParser json = FACTORY.createParser(line)) {
      expect(json, json.nextToken(), JsonToken.START_ARRAY);
      List<Frame> frames = new ArrayList<>();
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        frames.add(Frame.of(readFrame(json, token)));
      }
      if (frames.isEmpty()) {
        throw refused(json, "a message has one frame or more");
      }
      if (json.nextToken() != null) {
        throw refused(json, "there is something behind the message: give one line at a time");
      }
      return Message.of(frames);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "this is no line of JSON: " + e.getOriginalMessage() + " " + place(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text does not fail", e);
    }
  }

  private static byte[] readFrame(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return bytesOf(json, json.getText());
    }
    expect(json, token, JsonToken.START_OBJECT);
    expect(json, json.nextToken(), JsonToken.FIELD_NAME);
    if (!json.currentName().equals(BASE64)) {
      throw refused(json, "a frame that is an object has the field " + BASE64 + " alone");
    }
    expect(json, json.nextToken(), JsonToken.VALUE_STRING);
    byte[] bytes = json.getBinaryValue();
    expect(json, json.nextToken(), JsonToken.END_OBJECT);
    return bytes;
  }

  private static byte[] bytesOf(JsonParser json, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Half of a pair has become a question mark. What looks while it encodes is far slower.
    if (!text.equals(new String(bytes, StandardCharsets.UTF_8))) {
      throw refused(json, "half of a pair of surrogates is no text");
    }
    return bytes;
  }

  private static void expect(JsonParser json, JsonToken token, JsonToken expected) {
    if (token != expected) {
      throw refused(
          json, "a message is an array of strings and of objects with the field " + BASE64);
    }
  }

  private static IllegalArgumentException refused(JsonParser json, String why) {
    return new IllegalArgumentException(
        why + " (at column " + json.currentLocation().getColumnNr() + ")");
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : "(at column " + e.getLocation().getColumnNr() + ")";
  }
}
