package io.cero.campaigns.frame;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * One run of a campaign: its rounds, the random numbers of each, and what it found. The thread that
 * runs the campaign calls {@link #next}; the rest may be called by any.
 */
public final class Course {
  /** Told about every round as it begins. */
  public interface Progress {
    void show(long done, long total, long nanos);
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final long seed;
  private final long first;
  private final long rounds;
  private final long allowedNanos;
  private final boolean strict;
  private final Progress progress;
  private final long start = System.nanoTime();
  private final Map<String, LongAdder> counts = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, Long> most = Collections.synchronizedMap(new TreeMap<>());
  private final Map<String, String> facts = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private long begun;
  private SplittableRandom random;

  private Course(
      long seed, long first, long rounds, long allowedNanos, boolean strict, Progress progress) {
    this.seed = seed;
    this.first = first;
    this.rounds = rounds;
    this.allowedNanos = allowedNanos;
    this.strict = strict;
    this.progress = progress;
    this.random = new SplittableRandom(seed);
  }

  /** A few rounds inside the suite: without progress, and with bounds that a slow machine keeps. */
  public static Course inSuite(long seed, long rounds) {
    return new Course(seed, 0, rounds, NEVER, false, (done, total, nanos) -> {});
  }

  /** The campaign itself, with its own bounds. */
  public static Course inFull(
      long seed, long first, long rounds, Duration allowed, Progress progress) {
    return new Course(seed, first, rounds, allowed.toNanos(), true, progress);
  }

  /** Begins the next round; false if there is none, or no time for it. */
  public boolean next() {
    long now = System.nanoTime() - start;
    if (begun == rounds || now >= allowedNanos) {
      progress.show(begun, rounds, now);
      return false;
    }
    progress.show(begun, rounds, now);
    random = randomOf(first + begun);
    begun++;
    return true;
  }

  /** The number of the round under way, with which {@code --from} runs it again. */
  public long round() {
    return first + begun - 1;
  }

  /** How many rounds were asked for; if only a time was, the usual number. */
  public long rounds(long usual) {
    return rounds == Long.MAX_VALUE ? usual : rounds;
  }

  /** How many rounds have begun. */
  public long begun() {
    return begun;
  }

  /** The random numbers of the round under way; {@code split()} them for another thread. */
  public SplittableRandom random() {
    return random;
  }

  /** The random numbers of any round. */
  public SplittableRandom randomOf(long round) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + round);
  }

  public long seed() {
    return seed;
  }

  /** False inside the suite, where no bound may depend on a fast machine. */
  public boolean isStrict() {
    return strict;
  }

  /** Time from the start of the run, in nanoseconds. */
  public long nanos() {
    return System.nanoTime() - start;
  }

  /** What is left of the time that was allowed. */
  public Duration left() {
    return allowedNanos == NEVER
        ? Duration.ofDays(1)
        : Duration.ofNanos(Math.max(0, allowedNanos - nanos()));
  }

  /** Counts something for the report. */
  public void count(String what) {
    count(what, 1);
  }

  /** Counts something for the report. */
  public void count(String what, long times) {
    counts.computeIfAbsent(what, name -> new LongAdder()).add(times);
  }

  /** Keeps the largest of some numbers for the report. */
  public void most(String what, long number) {
    most.merge(what, number, Math::max);
  }

  /** How often something was counted. */
  public long counted(String what) {
    LongAdder adder = counts.get(what);
    return adder == null ? 0 : adder.sum();
  }

  /** All that was counted. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    synchronized (counts) {
      counts.forEach((name, sum) -> sums.put(name, sum.sum()));
    }
    return sums;
  }

  /** Puts a line into the report: {@code descriptors at the end 12}. */
  public void fact(String name, Object value) {
    facts.put(name, String.valueOf(value));
  }

  /** Puts a sentence into the report. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** Facts, counts and notes, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    synchronized (facts) {
      facts.forEach((name, value) -> lines.add(String.format("%-44s %s", name, value)));
    }
    synchronized (counts) {
      counts.forEach((name, sum) -> lines.add(String.format("%-44s %,d", name, sum.sum())));
    }
    synchronized (most) {
      most.forEach((name, number) -> lines.add(String.format("%-52s %,d at most", name, number)));
    }
    synchronized (notes) {
      lines.addAll(notes);
    }
    return lines;
  }
}
