package io.cero.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where scenes are played: starts the processes in order, reads what they say, ends them all. */
final class Stage {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  private final Installation installation;

  Stage(Installation installation) {
    this.installation = installation;
  }

  /**
   * Plays a scene to its end.
   *
   * @return each process's values by its name, a dot, and the value's own name; a value a round
   */
  Map<String, List<Double>> play(List<Role> roles) {
    return new Performance(roles).run();
  }

  /** One scene being played. */
  private final class Performance {
    private final long deadline = System.nanoTime() + LIMIT.toNanos();
    private final List<Role> roles;
    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> listeners = new ArrayList<>();
    private final List<Path> errors = new ArrayList<>();
    private final List<String> endpoints = new ArrayList<>();
    private final Map<String, List<Double>> values = new TreeMap<>();
    private int ipcEndpoints;

    /** Where the binaries are: the system's folder for temporary files may lie in memory. */
    private @Nullable Path disk;

    Performance(List<Role> roles) {
      this.roles = roles;
    }

    Map<String, List<Double>> run() {
      Thread onExit = new Thread(this::killAll);
      Runtime.getRuntime().addShutdownHook(onExit);
      Path folder = null;
      try {
        folder = Files.createTempDirectory("cero-bench-");
        int expected = 0;
        for (Role role : roles) {
          start(role, folder);
          expected += role.endpoints();
          awaitEndpoints(expected);
        }
        awaitEnds();
        hearOut();
        killAll();
        for (Thread listener : listeners) {
          listener.join();
        }
        synchronized (values) {
          return new TreeMap<>(values);
        }
      } catch (IOException e) {
        throw new BenchException("cannot start a process: " + e.getMessage());
      } catch (InterruptedException e) {
        throw new BenchException("interrupted");
      } finally {
        killAll();
        delete(folder);
        delete(disk);
        Runtime.getRuntime().removeShutdownHook(onExit);
      }
    }

    private void start(Role role, Path folder) throws IOException {
      List<String> command = new ArrayList<>();
      for (String word : installation.command(role)) {
        expand(word, folder, command);
      }
      Path error = folder.resolve(role.name() + ".err");
      errors.add(error);
      long began = System.nanoTime();
      Process process = new ProcessBuilder(command).redirectError(error.toFile()).start();
      processes.add(process);
      Thread listener = new Thread(() -> listen(role.name(), process, began));
      listener.start();
      listeners.add(listener);
    }

    private void expand(String word, Path folder, List<String> command) throws IOException {
      if (word.matches("@[0-9]")) {
        synchronized (values) {
          command.add(endpoints.get(word.charAt(1) - '1'));
        }
      } else if (word.equals("@ipc")) {
        command.add("ipc://" + folder.resolve(String.valueOf(ipcEndpoints++)));
      } else if (word.equals("@disk")) {
        disk = Files.createTempDirectory(installation.binaries(), "disk-");
        command.add(disk.toString());
      } else if (word.equals("@idle-connect")) {
        command.addAll(
            installation.command(Role.of("connecter", Contender.LIBZMQ, "idle-connect", 0)));
      } else if (word.startsWith("@pid:")) {
        String name = word.substring("@pid:".length());
        for (int i = 0; i < processes.size(); i++) {
          if (roles.get(i).name().equals(name)) {
            command.add(String.valueOf(processes.get(i).pid()));
          }
        }
      } else {
        command.add(word);
      }
    }

    private void listen(String name, Process process, long began) {
      try (BufferedReader output = process.inputReader()) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          hear(name, line.split(" "), began);
        }
      } catch (IOException killed) {
        // What it said until then stands.
      }
    }

    private void hear(String name, String[] words, long began) {
      synchronized (values) {
        if (words[0].equals("ready")) {
          endpoints.add(words[1]);
          keep(name + ".ready", (System.nanoTime() - began) / 1e6);
        } else if (words.length == 3) {
          keep(name + "." + words[0], Double.parseDouble(words[2]));
        }
        values.notifyAll();
      }
    }

    private void keep(String name, double value) {
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    private void awaitEndpoints(int count) throws InterruptedException {
      while (true) {
        synchronized (values) {
          if (endpoints.size() >= count) {
            return;
          }
          values.wait(100);
        }
        check();
      }
    }

    private void awaitEnds() throws IOException, InterruptedException {
      await(Role.End.ITSELF);
      for (int i = 0; i < processes.size(); i++) {
        if (roles.get(i).end() == Role.End.INPUT) {
          processes.get(i).getOutputStream().close();
        }
      }
      await(Role.End.INPUT);
    }

    /** Ending a process closes its output, heard or not. */
    private void hearOut() throws InterruptedException {
      for (int i = 0; i < listeners.size(); i++) {
        if (roles.get(i).end() != Role.End.KILLED) {
          listeners.get(i).join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
      }
    }

    private void await(Role.End end) throws InterruptedException {
      for (int i = 0; i < processes.size(); i++) {
        while (roles.get(i).end() == end && !processes.get(i).waitFor(20, TimeUnit.MILLISECONDS)) {
          check();
        }
      }
      check();
    }

    /** Fails if a process has failed, or if all has taken too long. */
    private void check() {
      for (int i = 0; i < processes.size(); i++) {
        Process process = processes.get(i);
        if (!process.isAlive() && process.exitValue() != 0) {
          throw new BenchException(
              roles.get(i).name() + " ended with status " + process.exitValue() + complaints(i));
        }
      }
      if (System.nanoTime() > deadline) {
        StringBuilder complaints = new StringBuilder();
        for (int i = 0; i < processes.size(); i++) {
          complaints.append(complaints(i));
        }
        throw new BenchException("not done after " + LIMIT.toSeconds() + " s" + complaints);
      }
    }

    private String complaints(int role) {
      try {
        String text = Files.readString(errors.get(role)).strip();
        return text.isEmpty() ? "" : "; it said:\n" + text;
      } catch (IOException e) {
        return "";
      }
    }

    private void killAll() {
      for (Process process : processes) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }

    private static void delete(@Nullable Path folder) {
      if (folder == null) {
        return;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        // It lies in a folder for temporary files.
      }
    }
  }
}
