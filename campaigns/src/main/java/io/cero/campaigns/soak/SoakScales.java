package io.cero.campaigns.soak;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** What the processes of a soak hold: asked from time to time, and kept. Any thread. */
final class SoakScales {
  private final SoakLinks links;
  private final SoakProcesses processes;
  private final Map<SoakParty, SoakMemory> memory = new EnumMap<>(SoakParty.class);

  SoakScales(SoakLinks links, SoakProcesses processes) {
    this.links = links;
    this.processes = processes;
    for (SoakParty party : SoakParty.values()) {
      memory.put(party, new SoakMemory());
    }
  }

  /** Asks each of ours what it holds, and the system of the others. */
  void weigh() {
    synchronized (links) {
      for (SoakParty party : SoakParty.values()) {
        if (processes.isAway(party)) {
          continue;
        }
        if (party.isOurs()) {
          processes.process(party).say("footprint");
        } else {
          long resident = SoakStation.residentBytes(processes.process(party).pid());
          of(party).add(new long[] {0, 0, 0, 0, 0, resident});
        }
      }
    }
  }

  /** Takes the answer of one of ours: the numbers of a {@link SoakMemory}, between blanks. */
  void answered(SoakParty party, String numbers) {
    of(party).add(Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray());
  }

  SoakMemory of(SoakParty party) {
    return memory.get(party);
  }
}
