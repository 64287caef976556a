package io.cero.campaigns.hostile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a fuzzer calls: a target by its name, with any bytes. */
public final class FuzzTarget {
  private static @Nullable FuzzListener listener;
  private static int attacks;

  private FuzzTarget() {}

  /** The names there are. */
  public enum Name {
    HANDSHAKE,
    FRAMES,
    ENDPOINT,
    LISTENER
  }

  /** Called by the fuzzer; the system property {@code campaign.target} says which target. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    run(Name.valueOf(System.getProperty("campaign.target")), input);
  }

  static void run(Name target, byte[] input) throws IOException {
    switch (target) {
      case HANDSHAKE -> FuzzTargets.handshake(input);
      case FRAMES -> FuzzTargets.frames(input);
      case ENDPOINT -> FuzzTargets.endpoint(input);
      case LISTENER -> attack(input);
    }
  }

  private static void attack(byte[] input) throws IOException {
    FuzzListener besieged = listener;
    if (besieged == null) {
      besieged = new FuzzListener();
      listener = besieged;
    }
    besieged.attack(input);
    if (++attacks % 16 == 0) {
      besieged.exchange();
    }
  }

  /** Ends what the last inputs have left open. */
  static void end() {
    if (listener != null) {
      listener.exchange();
      listener.close();
      listener = null;
    }
  }
}
