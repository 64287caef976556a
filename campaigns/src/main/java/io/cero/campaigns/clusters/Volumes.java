package io.cero.campaigns.clusters;

import io.cero.campaigns.frame.MissingException;
import java.time.Duration;
import picocli.CommandLine.Option;

/**
 * How many clusters there are, how large they are, and what they do: the command line's options of
 * {@link ClustersCampaign}. Of one thread until the campaign begins; read by many then.
 */
final class Volumes {
  /** The least that a request can be: what {@link ClusterLoad} writes at its beginning. */
  static final int LEAST_BYTES = 32;

  private static final int MOST_CLUSTERS = 99;

  @Option(
      names = "--clusters",
      paramLabel = "N",
      description = "how many clusters; default ${DEFAULT-VALUE}")
  int clusters = 12;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "how many workers a cluster has; default ${DEFAULT-VALUE}")
  int workers = 300;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "how many clients a cluster has; default ${DEFAULT-VALUE}")
  int clients = 1_000;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "how many requests a client has a second; default ${DEFAULT-VALUE}")
  double rate = 10;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      description = "how long a request is; default ${DEFAULT-VALUE}")
  int bytes = 1_024;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "how long is measured, a third of it before and after; default ${DEFAULT-VALUE}")
  double seconds = 30;

  @Option(
      names = "--busy",
      paramLabel = "SHARE",
      description =
          "the share of a cluster's workers that its requests keep busy; three times as many for a"
              + " second now and then; default ${DEFAULT-VALUE}")
  double busy = 0.5;

  /** Throws if this cannot be run at all. */
  void check() {
    require(clusters >= 2 && clusters <= MOST_CLUSTERS, "--clusters is from 2 to 99");
    require(workers >= 1 && clients >= 1, "--workers and --clients are at least 1");
    require(rate > 0 && seconds > 0 && busy > 0, "--rate, --seconds and --busy are more than 0");
    require(bytes >= LEAST_BYTES && bytes <= 1 << 20, "--bytes is from 32 to 1048576");
  }

  private static void require(boolean possible, String rule) {
    if (!possible) {
      throw new MissingException(rule);
    }
  }

  /** The time that is measured, or a part of it. */
  Duration time(double part) {
    return Duration.ofNanos(Math.round(seconds * part * 1e9));
  }

  /** Nanoseconds from one request of a client to its next. */
  long period() {
    return Math.round(1e9 / rate);
  }

  /** Requests that all clients have in a second. */
  double offered() {
    return rate * clients * clusters;
  }

  /** Nanoseconds that a task takes on average, so that the workers are as busy as was asked for. */
  double work() {
    return busy * workers / (clients * rate) * 1e9;
  }

  /** Open files that a process needs which has one end of every connection. */
  int descriptors() {
    return clusters * (clients + workers) + 4 * clusters * clusters + 500;
  }

  /** The same volumes on a command line. */
  @Override
  public String toString() {
    return String.format(
        "--clusters %d --workers %d --clients %d --rate %s --bytes %d --seconds %s --busy %s",
        clusters, workers, clients, rate, bytes, seconds, busy);
  }
}
