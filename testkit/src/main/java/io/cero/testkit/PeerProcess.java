package io.cero.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A peer in a child process that speaks {@link Packet}s on its standard input and output. */
final class PeerProcess implements ProcessPeer {
  private static final int ERROR_LINES = 100;
  private static final long GRACE_SECONDS = 10;

  private final PeerKind kind;
  private final Process process;
  private final DataOutputStream toPeer;
  private final Object writeLock = new Object();
  private final Map<Integer, CompletableFuture<Packet>> pending = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger sockets = new AtomicInteger();
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread errorReader;
  private volatile boolean ended;
  private volatile boolean frozen;
  private String version = "";
  private Set<String> socketTypes = Set.of();
  private Set<String> schemes = Set.of();

  /** Starts the program and waits until it says that it is ready. */
  static PeerProcess start(PeerKind kind, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    CompletableFuture<Packet> ready = new CompletableFuture<>();
    PeerProcess peer;
    try {
      Process process = builder.start();
      peer = new PeerProcess(kind, process, ready);
    } catch (IOException e) {
      throw new PeerException("cannot start " + command + ": " + e.getMessage(), e);
    }
    try {
      peer.greet(peer.await(ready, 0));
    } catch (RuntimeException | Error e) {
      peer.kill();
      throw e;
    }
    return peer;
  }

  private PeerProcess(PeerKind kind, Process process, CompletableFuture<Packet> ready) {
    this.kind = kind;
    this.process = process;
    this.toPeer = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 65536));
    pending.put(0, ready);
    this.errorReader = daemon("errors", this::readErrors);
    daemon("answers", this::readAnswers);
  }

  private void greet(Packet ready) {
    version = ready.text(1);
    socketTypes = Set.of(ready.text(2).split(","));
    schemes = Set.of(ready.text(3).split(","));
  }

  private Thread daemon(String role, Runnable body) {
    Thread thread = new Thread(body, "peer-" + kind.label() + "-" + process.pid() + "-" + role);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readAnswers() {
    try (DataInputStream in = new DataInputStream(process.getInputStream())) {
      while (true) {
        Packet answer = Packet.readFrom(in);
        CompletableFuture<Packet> request = pending.remove(answer.number());
        if (request != null) {
          request.complete(answer);
        }
      }
    } catch (IOException e) {
      // The process ended, or is being ended: nobody will answer any more.
    } finally {
      ended = true;
      failPending();
    }
  }

  private void failPending() {
    if (pending.isEmpty()) {
      return;
    }
    PeerException failure = new PeerException("the peer " + kind.label() + " died" + obituary());
    for (Integer number : List.copyOf(pending.keySet())) {
      CompletableFuture<Packet> request = pending.remove(number);
      if (request != null) {
        request.completeExceptionally(failure);
      }
    }
  }

  private void readErrors() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (errors) {
          if (errors.size() == ERROR_LINES) {
            errors.removeFirst();
          }
          errors.addLast(line);
        }
      }
    } catch (IOException e) {
      // The process ended.
    }
  }

  /** The exit code, if there is one, and the last of what the process wrote to standard error. */
  private String obituary() {
    StringBuilder text = new StringBuilder();
    try {
      if (ended && process.waitFor(1, TimeUnit.SECONDS)) {
        text.append(" with exit code ").append(process.exitValue());
        errorReader.join(1000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (errors) {
      if (!errors.isEmpty()) {
        text.append("; it wrote:\n").append(String.join("\n", errors));
      }
    }
    return text.toString();
  }

  CompletableFuture<Packet> request(String command, String socket, Object... arguments) {
    List<byte[]> fields = new ArrayList<>(2 + arguments.length);
    fields.add(Packet.field(command));
    fields.add(Packet.field(socket));
    for (Object argument : arguments) {
      fields.add(Packet.field(argument));
    }
    int number = numbers.incrementAndGet();
    CompletableFuture<Packet> answer = new CompletableFuture<>();
    pending.put(number, answer);
    try {
      synchronized (writeLock) {
        new Packet(number, fields).writeTo(toPeer);
      }
    } catch (IOException e) {
      ended |= !process.isAlive();
      answer.completeExceptionally(
          new PeerException("the peer " + kind.label() + " no longer listens" + obituary(), e));
      pending.remove(number);
    }
    if (ended) {
      failPending();
    }
    return answer;
  }

  private Packet await(CompletableFuture<Packet> request, long extraMillis) {
    long millis = Peers.DEADLINE.toMillis() + extraMillis;
    try {
      return checked(request.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new PeerException(
          "the peer " + kind.label() + " did not answer within " + millis + " ms" + obituary(), e);
    } catch (ExecutionException e) {
      throw new PeerException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("interrupted while waiting for the peer " + kind.label(), e);
    }
  }

  private Packet checked(Packet answer) {
    if (answer.text(0).equals("error")) {
      throw new PeerException("the peer " + kind.label() + " refused: " + answer.text(1));
    }
    return answer;
  }

  @Override
  public PeerKind kind() {
    return kind;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean supports(String socketType, String scheme) {
    return socketTypes.contains(socketType) && schemes.contains(scheme);
  }

  @Override
  public PeerSocket open(String socketType, Map<String, ?> options) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(socketType);
    options.forEach((name, value) -> arguments.addAll(encode(name, value)));
    String socket = socketType + "-" + sockets.incrementAndGet();
    await(request("open", socket, arguments.toArray()), 0);
    return new RemoteSocket(socket);
  }

  private static List<Object> encode(String name, Object value) {
    PeerOption option = PeerOption.named(name);
    return List.of(option.number(), option.form().code, option.convert(value));
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  @Override
  public void freeze() {
    signal("-STOP");
    frozen = true;
  }

  @Override
  public void thaw() {
    signal("-CONT");
    frozen = false;
  }

  private void signal(String signal) {
    String pid = Long.toString(process.pid());
    try {
      int code = new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
      if (code != 0) {
        throw new PeerException("kill " + signal + " " + pid + " ended with " + code);
      }
    } catch (IOException e) {
      throw new PeerException("cannot run kill: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("interrupted while signalling the peer", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive() && !frozen) {
      request("quit", "");
      try {
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    process.destroyForcibly();
    awaitExit();
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        throw new PeerException("the process " + process.pid() + " cannot be ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A socket in the process. */
  private final class RemoteSocket implements PeerSocket {
    private final String id;
    private boolean closed;

    RemoteSocket(String id) {
      this.id = id;
    }

    private Packet call(String command, Object... arguments) {
      return await(request(command, id, arguments), 0);
    }

    /** Nothing if the time ran out. */
    private @Nullable Packet callWithin(Duration timeout, String command, Object... arguments) {
      Packet answer = await(request(command, id, arguments), timeout.toMillis());
      return answer.text(0).equals("timeout") ? null : answer;
    }

    private CompletableFuture<Tally> start(String command, Object... arguments) {
      Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
      all[arguments.length] = Peers.DEADLINE.toMillis();
      return request(command, id, all)
          .thenApply(
              answer -> {
                if (checked(answer).text(0).equals("timeout")) {
                  throw new PeerException(
                      kind.label()
                          + " could not "
                          + command
                          + " all within "
                          + Peers.DEADLINE.toSeconds()
                          + " s");
                }
                return new Tally(
                    Long.parseLong(answer.text(1)),
                    Long.parseLong(answer.text(2)),
                    HexFormat.of().formatHex(answer.fields().get(3)));
              });
    }

    @Override
    public String bind(String endpoint) {
      return call("bind", endpoint).text(1);
    }

    @Override
    public void unbind(String endpoint) {
      call("unbind", endpoint);
    }

    @Override
    public void connect(String endpoint) {
      call("connect", endpoint);
    }

    @Override
    public void disconnect(String endpoint) {
      call("disconnect", endpoint);
    }

    @Override
    public void setOption(String name, Object value) {
      call("option", encode(name, value).toArray());
    }

    @Override
    public void subscribe(byte[] prefix) {
      call("subscribe", prefix);
    }

    @Override
    public void unsubscribe(byte[] prefix) {
      call("unsubscribe", prefix);
    }

    @Override
    public void send(byte[]... frames) {
      if (!trySend(Peers.DEADLINE, frames)) {
        throw new PeerException(
            kind.label() + " found no room to send within " + Peers.DEADLINE.toSeconds() + " s");
      }
    }

    @Override
    public boolean trySend(Duration timeout, byte[]... frames) {
      Object[] arguments = new Object[1 + frames.length];
      arguments[0] = timeout.toMillis();
      System.arraycopy(frames, 0, arguments, 1, frames.length);
      return callWithin(timeout, "send", arguments) != null;
    }

    @Override
    public Optional<List<byte[]>> receive(Duration timeout) {
      Packet answer = callWithin(timeout, "receive", timeout.toMillis());
      return answer == null
          ? Optional.empty()
          : Optional.of(List.copyOf(answer.fields().subList(1, answer.fields().size())));
    }

    @Override
    public boolean awaitReadable(Duration timeout) {
      return callWithin(timeout, "poll", "in", timeout.toMillis()) != null;
    }

    @Override
    public boolean awaitWritable(Duration timeout) {
      return callWithin(timeout, "poll", "out", timeout.toMillis()) != null;
    }

    @Override
    public void monitor() {
      call("monitor");
    }

    @Override
    public Optional<PeerEvent> event(Duration timeout) {
      Packet answer = callWithin(timeout, "event", timeout.toMillis());
      return answer == null
          ? Optional.empty()
          : Optional.of(new PeerEvent(answer.text(1), answer.text(2)));
    }

    @Override
    public CompletableFuture<Tally> startEcho(int count) {
      return start("echo", count);
    }

    @Override
    public CompletableFuture<Tally> startAsk(int count, int size, long seed) {
      return start("ask", count, size, seed);
    }

    @Override
    public CompletableFuture<Tally> startDrain(int count) {
      return start("drain", count);
    }

    @Override
    public CompletableFuture<Tally> startFlood(int count, int size, long seed) {
      return start("flood", count, size, seed);
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        if (process.isAlive()) {
          call("close");
        }
      }
    }
  }
}
