package io.cero.stress;

import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs the jcstress tests in the one kind of JVM that programs run in.
 *
 * <p>Where a JVM still knows biased locking, jcstress by itself runs every test with it as well. It
 * has been off since JDK 15 and is gone since 18.
 */
public final class Smoke extends JCStress {
  private Smoke(Options options) {
    super(options);
  }

  /** Takes the options of jcstress. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    if (!options.parse()) {
      System.exit(1);
    }
    new Smoke(options).run();
  }

  /** Called between two steps: what JVMs there are is known, and what runs in each is not. */
  @Override
  public SortedSet<String> getTests() {
    VMSupport.getAvailableVMConfigs()
        .removeIf(config -> config.origArgs().contains("-XX:+UseBiasedLocking"));
    return super.getTests();
  }
}
