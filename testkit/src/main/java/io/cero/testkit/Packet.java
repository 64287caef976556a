package io.cero.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What travels between a test and a peer's process.
 *
 * <pre>
 * length of the rest (4) | number (4) | field count (4) | per field: length (4), bytes
 * </pre>
 *
 * @param number which request, 0 for the peer's word that it is ready
 * @param fields a request's command, socket and arguments, or an answer's outcome and results
 */
record Packet(int number, List<byte[]> fields) {

  static byte[] field(Object value) {
    return value instanceof byte[] bytes ? bytes : value.toString().getBytes(UTF_8);
  }

  String text(int index) {
    return new String(fields.get(index), UTF_8);
  }

  void writeTo(DataOutputStream out) throws IOException {
    int length = 8;
    for (byte[] field : fields) {
      length = Math.addExact(length, 4 + field.length);
    }
    out.writeInt(length);
    out.writeInt(number);
    out.writeInt(fields.size());
    for (byte[] field : fields) {
      out.writeInt(field.length);
      out.write(field);
    }
    out.flush();
  }

  static Packet readFrom(DataInputStream in) throws IOException {
    in.readInt();
    int number = in.readInt();
    int count = in.readInt();
    List<byte[]> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] field = new byte[in.readInt()];
      in.readFully(field);
      fields.add(field);
    }
    return new Packet(number, fields);
  }
}
