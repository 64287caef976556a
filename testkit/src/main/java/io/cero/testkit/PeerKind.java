package io.cero.testkit;

import com.spotify.netty4.handler.codec.zmtp.ZMTPProtocols;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The peers there are, how each is started, and what to install where one is missing. */
public enum PeerKind {
  /** libzmq through Debian's pyzmq: ZMTP 3.1. */
  PYTHON("python") {
    @Override
    Optional<String> findMissing() {
      return succeeds("/usr/bin/python3", "-I", "-c", "import zmq")
          ? Optional.empty()
          : Optional.of("apt-get install python3-zmq");
    }

    @Override
    Peer launch() throws IOException {
      List<String> command =
          List.of("/usr/bin/python3", "-I", Resources.extract("peer.py").toString());
      return PeerProcess.start(this, command, Map.of());
    }
  },

  /** libzmq with drafts through zeromq.js: ZMTP 3.1, ws, and the thread-safe socket types. */
  NODE("node") {
    @Override
    Optional<String> findMissing() {
      if (!succeeds("node", "--version")) {
        return Optional.of("apt-get install nodejs npm");
      }
      return nodeModules().isPresent()
          ? Optional.empty()
          : Optional.of(
              "npm install --prefix .build/npm zeromq@6.8.0, or set the system property cero.peer.npm"
                  + " to a node_modules folder that has it");
    }

    @Override
    Peer launch() throws IOException {
      List<String> command = List.of("node", Resources.extract("peer.js").toString());
      String modules = nodeModules().orElseThrow().toString();
      return PeerProcess.start(this, command, Map.of("NODE_PATH", modules));
    }
  },

  /** JeroMQ 0.6.0: ZMTP 3.0. Its ipc is tcp in disguise, so it counts as having none. */
  JEROMQ("jeromq") {
    @Override
    Peer launch() {
      return new LocalPeer(this, new JeroMqLibrary("JeroMQ 0.6.0", Set.of("tcp", "inproc")));
    }
  },

  /** JeroMQ 0.3.6: ZMTP 2.0. */
  JEROMQ_ZMTP_2("jeromq-zmtp-2") {
    @Override
    Optional<String> findMissing() {
      return OldJeroMq.isPresent()
          ? Optional.empty()
          : Optional.of("mvn -pl testkit process-resources, which fetches JeroMQ 0.3.6");
    }

    @Override
    Peer launch() {
      return new LocalPeer(this, OldJeroMq.load());
    }
  },

  /** Spotify's codec for Netty: ZMTP 1.0, without libzmq's way to find out about newer peers. */
  NETTY_ZMTP_1("netty-zmtp-1") {
    @Override
    Peer launch() {
      return new LocalPeer(
          this, new NettyLibrary("netty4-zmtp 0.4.0, ZMTP 1.0", ZMTPProtocols.ZMTP10));
    }
  },

  /** Spotify's codec for Netty: ZMTP 2.0. */
  NETTY_ZMTP_2("netty-zmtp-2") {
    @Override
    Peer launch() {
      return new LocalPeer(
          this, new NettyLibrary("netty4-zmtp 0.4.0, ZMTP 2.0", ZMTPProtocols.ZMTP20));
    }
  };

  private static final Set<PeerKind> FOUND = ConcurrentHashMap.newKeySet();

  private final String label;

  PeerKind(String label) {
    this.label = label;
  }

  /** The name tests call it by. */
  public String label() {
    return label;
  }

  /** What to do to get this peer, or nothing if it is there. */
  public Optional<String> missing() {
    if (FOUND.contains(this)) {
      return Optional.empty();
    }
    Optional<String> missing = findMissing();
    if (missing.isEmpty()) {
      FOUND.add(this);
    }
    return missing;
  }

  Optional<String> findMissing() {
    return Optional.empty();
  }

  abstract Peer launch() throws IOException;

  /** The kind of this name; see {@link #label}. */
  public static PeerKind named(String label) {
    for (PeerKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no peer " + label + "; there are " + Stream.of(values()).map(PeerKind::label).toList());
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(Peers.DEADLINE.toSeconds(), TimeUnit.SECONDS)
            && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Optional<Path> nodeModules() {
    Stream<Path> named =
        Stream.of(
                System.getProperty("cero.peer.npm"),
                System.getProperty("cero.npm"),
                System.getenv("CERO_NPM"),
                System.getenv("NODE_PATH"))
            .filter(Objects::nonNull)
            .flatMap(paths -> Stream.of(paths.split(File.pathSeparator)))
            .map(Path::of);
    Stream<Path> above =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(folder -> folder.resolve(".build/npm/node_modules"));
    return Stream.concat(named, above)
        .filter(folder -> Files.isDirectory(folder.resolve("zeromq")))
        .map(Path::toAbsolutePath)
        .findFirst();
  }
}
