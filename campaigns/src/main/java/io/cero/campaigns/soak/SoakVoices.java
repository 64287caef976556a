package io.cero.campaigns.soak;

import io.cero.campaigns.frame.Course;

/**
 * What the processes of a soak say, line by line, and who is to know of it. {@link SoakEnd} and
 * {@link SoakStation} say what the words mean. Called with the lock of the {@link SoakLinks}.
 */
final class SoakVoices {
  private final Course course;
  private final SoakJournal journal;
  private final SoakLinks links;
  private final SoakJudge judge;
  private final SoakProcesses processes;
  private final SoakDisturber disturber;
  private final SoakWatch watch;
  private final SoakScales scales;

  SoakVoices(
      Course course,
      SoakJournal journal,
      SoakLinks links,
      SoakJudge judge,
      SoakProcesses processes,
      SoakDisturber disturber,
      SoakWatch watch,
      SoakScales scales) {
    this.course = course;
    this.journal = journal;
    this.links = links;
    this.judge = judge;
    this.processes = processes;
    this.disturber = disturber;
    this.watch = watch;
    this.scales = scales;
  }

  void heard(SoakParty party, String line) {
    int blank = line.indexOf(' ');
    String word = blank < 0 ? line : line.substring(0, blank);
    String rest = blank < 0 ? "" : line.substring(blank + 1);
    String name = rest.indexOf(' ') < 0 ? rest : rest.substring(0, rest.indexOf(' '));
    SoakLink link = links.ofEnd(name);
    switch (word) {
      case "ends" -> {
        watch.spoke(party);
        for (String report : rest.split(" ")) {
          judge.reported(report.split(":"));
        }
      }
      case "done" -> processes.answered(rest);
      case "gap", "disorder" -> {
        if (link != null && judge.isExplained(link)) {
          course.count(word.equals("gap") ? "losses after a fault" : "out of order after a fault");
          journal.write(party + " " + line + " (" + link + ")");
        } else {
          judge.complain(link, party, line);
        }
      }
      case "bad" -> judge.complain(link, party, line);
      case "odd" -> {
        course.count(party + " threw, and its socket was made anew");
        journal.write(party + " " + line);
      }
      case "footprint" -> scales.answered(party, rest);
      case "closed" -> closed(party, rest.split(" "));
      case "log" -> judge.complain(null, party, "logged: " + rest);
      case "dump", "threads" -> journal.write(party + " " + line.replace('\t', '\n'));
      case "died" -> {
        if (!judge.isOver()) {
          died(party);
        }
      }
      case "gone" -> {}
      default -> journal.write(party + " said " + line);
    }
  }

  private void closed(SoakParty party, String[] words) {
    long millis = Long.parseLong(words[0]);
    course.most("ms for the context to close, " + party, millis);
    if (!words[1].equals("0")) {
      judge.complain(null, party, words[1] + " threads of the library are left");
    }
    if (course.isStrict() && millis > 2_000) {
      judge.complain(null, party, "the context took " + millis + " ms to close");
    }
  }

  private void died(SoakParty party) {
    if (party.isOurs()) {
      judge.complain(null, party, "its process ended by itself");
    } else {
      course.count(party + " ended by itself");
      journal.write(party + " ended by itself");
    }
    disturber.startAgain(party);
  }
}
