package io.cero.benchmarks.programs;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What Linux says about a process in {@code /proc}, read as the C programs read it: with loops over
 * bytes, for what the JVM has to compile in order to measure is measured too.
 */
final class Proc {
  /** Clock ticks in a second: Linux has told user space 100 for decades. */
  private static final double TICKS = 100;

  /** The fields of user and system time, counted from the one behind the name. */
  private static final int USER_TIME = 12;

  private static final int SYSTEM_TIME = 13;
  private static final String TASKS = "/proc/self/task";
  private static final byte[] SWITCHES = name("voluntary_ctxt_switches");
  private static final byte[] INVOLUNTARY = name("nonvoluntary_ctxt_switches");

  private Proc() {}

  /** Seconds of CPU that a process has used, user and system, all threads. */
  static double cpu(String pid) {
    byte[] stat = new byte[1 << 10];
    int length = read("/proc/" + pid + "/stat", stat);
    int at = length - 1;
    while (stat[at] != ')') { // what stands before is the name, which may hold anything
      at--;
    }
    long ticks = 0;
    for (int field = 0; field < SYSTEM_TIME; ) {
      if (stat[++at] == ' ' && ++field >= USER_TIME) {
        ticks += number(stat, at + 1);
      }
    }
    return ticks / TICKS;
  }

  /** Context switches of all threads of this process, voluntary and not. */
  static double switches() {
    long sum = 0;
    byte[] status = new byte[4 << 10];
    String[] tasks = new File(TASKS).list();
    for (String task : tasks == null ? new String[0] : tasks) {
      int length = read(TASKS + "/" + task + "/status", status);
      sum += field(status, length, SWITCHES) + field(status, length, INVOLUNTARY);
    }
    return sum;
  }

  /** A field of this process's status in bytes: VmRSS, VmHWM. */
  static double statusBytes(String field) {
    byte[] status = new byte[4 << 10];
    return field(status, read("/proc/self/status", status), name(field)) * 1024.0;
  }

  private static byte[] name(String field) {
    return ("\n" + field + ":").getBytes(StandardCharsets.US_ASCII);
  }

  /** The number of the line that begins with a name; 0 if there is none. */
  private static long field(byte[] text, int length, byte[] name) {
    for (int at = 0; at < length - name.length; at++) {
      int same = 0;
      while (same < name.length && text[at + same] == name[same]) {
        same++;
      }
      if (same == name.length) {
        return number(text, at + same);
      }
    }
    return 0;
  }

  /** The number that begins here or behind blanks. */
  private static long number(byte[] text, int from) {
    int at = from;
    while (text[at] == ' ' || text[at] == '\t') {
      at++;
    }
    long number = 0;
    for (; text[at] >= '0' && text[at] <= '9'; at++) {
      number = number * 10 + text[at] - '0';
    }
    return number;
  }

  /** Reads a short file; returns its length, 0 if the thread or process has ended. */
  private static int read(String file, byte[] into) {
    try (FileInputStream in = new FileInputStream(file)) {
      return Math.max(0, in.read(into, 0, into.length - 1));
    } catch (IOException ended) {
      return 0;
    }
  }
}
