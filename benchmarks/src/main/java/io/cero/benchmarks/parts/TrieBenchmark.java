package io.cero.benchmarks.parts;

import io.cero.pattern.SubscriptionTrie;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The subscription trie: finds the peers that hold a prefix of a topic. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrieBenchmark {
  @Param({"1", "10000"})
  int prefixes;

  @Param({"1", "10", "100"})
  int peers;

  private final SubscriptionTrie<Integer> trie = new SubscriptionTrie<>();
  private byte[][] topics;
  private int next;

  @Setup
  public void subscribe() {
    topics = new byte[prefixes][];
    Integer[] all = new Integer[peers];
    for (int p = 0; p < peers; p++) {
      all[p] = p;
    }
    for (int i = 0; i < prefixes; i++) {
      topics[i] = String.format("%08d..", i).getBytes(StandardCharsets.US_ASCII);
      byte[] prefix = String.format("%08d", i).getBytes(StandardCharsets.US_ASCII);
      for (Integer peer : all) {
        trie.add(prefix, peer);
      }
    }
  }

  @Benchmark
  public void match(Blackhole hole) {
    byte[] topic = topics[next];
    next = next + 1 == topics.length ? 0 : next + 1;
    hole.consume(trie.match(topic, 0, topic.length));
  }
}
