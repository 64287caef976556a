package io.cero.campaigns.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link in a soak: a socket and the thread that uses it. It sends at its rate in bursts
 * of random length, answers if its type does, and looks at everything that comes: nothing may be
 * damaged, be somebody else's or come twice; what is missing or out of order is told, and judged by
 * who knows the faults ({@link SoakJudge}).
 *
 * <p>What it says: {@code bad END …} for what must not be, {@code odd END …} where a peer's library
 * threw, {@code gap END missing}, {@code disorder END …}, {@code done END COMMAND}. A program of
 * another language, {@code soak.py}, does and says the same.
 */
final class SoakEnd implements Runnable {
  /**
   * What an end is.
   *
   * @param rate messages a second
   * @param relaxed whether a REQ sends again after a timeout; else it is closed and made anew
   * @param identity of a DEALER; empty for none
   */
  record Terms(
      String name,
      String type,
      boolean binds,
      String endpoint,
      int link,
      int rate,
      boolean relaxed,
      String identity) {
    /**
     * Those in {@code open NAME TYPE bind|connect ENDPOINT LINK RATE strict|relaxed IDENTITY|-}.
     */
    static Terms of(String[] words) {
      return new Terms(
          words[1],
          words[2],
          words[3].equals("bind"),
          words[4],
          Integer.parseInt(words[5]),
          Integer.parseInt(words[6]),
          words[7].equals("relaxed"),
          words[8].equals("-") ? "" : words[8]);
    }

    boolean sends() {
      return List.of("PUSH", "PUB", "XPUB", "DEALER", "PAIR", "REQ").contains(type);
    }

    boolean publishes() {
      return type.equals("PUB") || type.equals("XPUB");
    }

    boolean receives() {
      return !type.equals("PUSH") && !type.equals("PUB");
    }
  }

  private static final int SLICE_MILLIS = 50;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
  private static final long REPLY_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long ACCOUNT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int BIND_TRIES = 100;
  private static final int IN_A_ROW = 200;
  private static final int LETTING_GO = 4;

  private final Terms terms;
  private final Function<Terms, SoakSocket> library;
  private final boolean isOurs;
  private final Consumer<String> voice;
  private final BlockingQueue<String[]> commands = new LinkedBlockingQueue<>();
  private final SplittableRandom random;
  private final Map<Supplier<String>, Long> closed = new HashMap<>();
  private final Map<Long, SoakSequence> senders =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SoakSequence> eldest) {
          return size() > 8;
        }
      };

  private final long born;

  private SoakSocket socket;
  private long incarnation;
  private long number;
  private long due;
  private boolean awaiting;
  private long replyDeadline;
  private boolean ended;
  private long lifeSent;
  private long lifeReceived;

  // Written by its thread, read by who reports.
  private volatile long sent;
  private volatile long received;
  private volatile long newest;
  private volatile long timeouts;
  private volatile long lost;
  private volatile long refused;

  SoakEnd(
      Terms terms,
      long incarnation,
      Function<Terms, SoakSocket> library,
      boolean isOurs,
      Consumer<String> voice) {
    this.terms = terms;
    this.incarnation = incarnation;
    this.born = incarnation;
    this.library = library;
    this.isOurs = isOurs;
    this.voice = voice;
    this.random = new SplittableRandom(incarnation);
    this.socket = library.apply(terms);
  }

  /** Has it do something: {@code remake NAME INCARNATION}, {@code rebind}, … Any thread. */
  void obey(String[] command) {
    commands.add(command);
  }

  /** Its counters, as {@code NAME:sent:received:newest:timeouts:lost:refused}. Any thread. */
  String report() {
    return String.join(
        ":",
        terms.name(),
        Long.toString(sent),
        Long.toString(received),
        Long.toString(newest),
        Long.toString(timeouts),
        Long.toString(lost),
        Long.toString(refused));
  }

  @Override
  public void run() {
    try {
      attach();
    } catch (RuntimeException thrown) {
      recover(thrown);
    }
    voice.accept("done " + terms.name() + " open");
    while (!ended) {
      try {
        turn();
      } catch (RuntimeException thrown) {
        recover(thrown);
      }
    }
    for (Supplier<String> account : closed.keySet()) {
      settle(account);
    }
    voice.accept("done " + terms.name() + " end");
  }

  /** What a library throws must not end the campaign. */
  private void recover(RuntimeException thrown) {
    say(isOurs ? "bad" : "odd", thrown + " at " + Arrays.toString(thrown.getStackTrace()));
    try {
      again();
    } catch (RuntimeException again) {
      say("bad", "it cannot be made anew: " + again);
      rest();
    }
  }

  private void say(String word, Object rest) {
    voice.accept(word + " " + terms.name() + " " + String.valueOf(rest).replace('\n', ' '));
  }

  // ------------------------------------------------------------------ the socket's life

  private void attach() {
    if (terms.type().equals("SUB") || terms.type().equals("XSUB")) {
      socket.subscribe(SoakMessage.topic(terms.link()));
    }
    if (terms.binds()) {
      bind();
    } else {
      socket.connect(terms.endpoint());
    }
    awaiting = false;
    due = System.nanoTime();
  }

  /** Ours must have the port at once; the others' I/O threads may still be giving it up. */
  private void bind() {
    for (int tries = 0; ; tries++) {
      try {
        socket.bind(terms.endpoint());
        return;
      } catch (RuntimeException refusal) {
        if (isOurs || tries == BIND_TRIES) {
          say(isOurs ? "bad" : "odd", refusal);
        }
        if (tries >= BIND_TRIES) {
          return;
        }
        rest();
      }
    }
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(SLICE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The others go on ending what they end behind one's back: a PAIR refuses its next peer. */
  private void letGo() {
    for (int i = 0; i < LETTING_GO && !isOurs; i++) {
      rest();
      socket.describe();
    }
  }

  private void detach() {
    closed.put(socket.close(lifeSent, lifeReceived), System.nanoTime() + ACCOUNT_NANOS);
    lifeSent = 0;
    lifeReceived = 0;
  }

  /** Closes the socket and makes another one. */
  private void again() {
    detach();
    socket = library.apply(terms);
    attach();
  }

  private void carryOut(String[] command) {
    switch (command[0]) {
      case "remake" -> {
        detach();
        incarnation = Long.parseLong(command[2]);
        number = 0;
        socket = library.apply(terms);
        attach();
      }
      case "rebind" -> {
        socket.unbind(terms.endpoint());
        letGo();
        bind();
      }
      case "reconnect" -> {
        socket.disconnect(terms.endpoint());
        letGo();
        socket.connect(terms.endpoint());
      }
      case "dump" -> say("dump", socket.describe());
      case "end" -> {
        detach();
        ended = true;
        return;
      }
      default -> throw new IllegalArgumentException("no command " + command[0]);
    }
    voice.accept("done " + terms.name() + " " + command[0]);
  }

  // ------------------------------------------------------------------ what it does all the time

  private void turn() {
    String[] command = commands.poll();
    if (command != null) {
      carryOut(command);
      return;
    }
    long now = System.nanoTime();
    if (awaiting && now - replyDeadline >= 0) {
      timeouts++;
      awaiting = false;
      if (!terms.relaxed()) {
        again();
      }
    }
    if (terms.sends() && !awaiting && now - due >= 0) {
      send(now);
    }
    long left = terms.sends() && !awaiting ? due - System.nanoTime() : SLICE_NANOS;
    int millis = (int) Math.min(SLICE_MILLIS, Math.max(0, left / 1_000_000 + 1));
    if (terms.receives() && (awaiting || !terms.type().equals("REQ"))) {
      receive(millis);
    } else {
      command = pollCommand(millis);
      if (command != null) {
        carryOut(command);
      }
    }
    closed.entrySet().removeIf(this::isSettled);
  }

  private String @Nullable [] pollCommand(int millis) {
    try {
      return commands.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account of a closed socket must be right at some time, and that soon. */
  private boolean isSettled(Map.Entry<Supplier<String>, Long> account) {
    String wrong = account.getKey().get();
    if (!wrong.isEmpty() && System.nanoTime() - account.getValue() > 0) {
      say("bad", wrong);
      return true;
    }
    return wrong.isEmpty();
  }

  private void settle(Supplier<String> account) {
    long deadline = System.nanoTime() + ACCOUNT_NANOS;
    String wrong = account.get();
    while (!wrong.isEmpty() && System.nanoTime() - deadline < 0) {
      rest();
      wrong = account.get();
    }
    if (!wrong.isEmpty()) {
      say("bad", wrong);
    }
  }

  private void send(long now) {
    int burst = terms.type().equals("REQ") ? 1 : 1 + random.nextInt(Math.max(1, terms.rate() / 4));
    for (int i = 0; i < burst; i++) {
      if (terms.publishes() && random.nextInt(8) == 0) {
        post(new SoakMessage(terms.link() | SoakMessage.STRAY, 0, 0, 0, 0), List.of());
      }
      long millis = System.currentTimeMillis();
      SoakMessage message =
          new SoakMessage(terms.link(), SoakMessage.ORIGINAL, incarnation, number, millis);
      if (!post(message, SoakMessage.payload(random))) {
        refused++;
        break;
      }
      number++;
      sent++;
      awaiting = terms.type().equals("REQ");
      replyDeadline = now + REPLY_NANOS;
    }
    due = now + burst * 1_000_000_000L / terms.rate();
  }

  private boolean post(SoakMessage message, List<byte[]> payload) {
    return post(message.frames(payload));
  }

  private boolean post(List<byte[]> frames) {
    boolean taken = socket.send(frames);
    if (taken) {
      lifeSent++;
    }
    return taken;
  }

  private void receive(int millis) {
    int wait = millis;
    for (int i = 0; i < IN_A_ROW && (i == 0 || !terms.type().equals("REQ")); i++) {
      List<byte[]> frames = socket.receive(wait);
      if (frames == null) {
        return;
      }
      wait = 0;
      lifeReceived++;
      if (!terms.type().equals("XPUB")) { // which is told of subscriptions
        take(frames);
      }
    }
  }

  private void take(List<byte[]> frames) {
    boolean routed = terms.type().equals("ROUTER");
    List<byte[]> body = routed ? frames.subList(1, frames.size()) : frames;
    SoakMessage message;
    try {
      message = SoakMessage.of(body);
    } catch (RuntimeException damage) {
      say("bad", "damaged: " + damage.getMessage());
      return;
    }
    boolean asks = terms.type().equals("REQ") || terms.type().equals("DEALER");
    int kind = asks ? SoakMessage.REPLY : SoakMessage.ORIGINAL;
    if (message.link() != terms.link() || message.kind() != kind) {
      say("bad", "not for this end: " + message);
      return;
    }
    received++;
    newest = Math.max(newest, message.millis());
    switch (terms.type()) {
      case "REQ" -> {
        if (!awaiting || message.number() != number - 1 || message.incarnation() != incarnation) {
          say("bad", "a wrong reply, to " + message + "; the request was " + (number - 1));
        }
        awaiting = false;
      }
      case "DEALER" -> {
        // Who connects keeps what was not written for who listens there next; a name is kept too.
        boolean mayBeAnothers = terms.binds() || !terms.identity().isEmpty();
        if (message.incarnation() != incarnation && !mayBeAnothers) {
          say("bad", "a reply to another: " + message + "; this is " + incarnation);
        }
        order(message);
      }
      default -> order(message);
    }
    if (routed || terms.type().equals("REP")) {
      reply(routed ? frames.get(0) : null, message, body.subList(1, body.size()));
    }
  }

  private void order(SoakMessage message) {
    // Of a sender that is older than this process, the first messages came to its last life.
    long first = message.incarnation() < born ? message.number() : 0;
    SoakSequence sequence =
        senders.computeIfAbsent(message.incarnation(), any -> new SoakSequence(first));
    long next = sequence.next();
    switch (sequence.take(message.number())) {
      case NEXT -> {}
      case BEHIND_A_GAP -> {
        lost += message.number() - next;
        say("gap", message.number() - next + " before " + message);
      }
      case OUT_OF_ORDER -> {
        lost--;
        say("disorder", message + " after " + (next - 1));
      }
      case TWICE -> say("bad", "twice: " + message + "; the last was " + (next - 1));
    }
  }

  private void reply(byte @Nullable [] address, SoakMessage request, List<byte[]> payload) {
    SoakMessage reply =
        new SoakMessage(
            request.link(),
            SoakMessage.REPLY,
            request.incarnation(),
            request.number(),
            System.currentTimeMillis());
    List<byte[]> frames = new ArrayList<>();
    if (address != null) {
      frames.add(address);
    }
    frames.addAll(reply.frames(payload));
    if (post(frames)) {
      sent++;
    } else {
      refused++;
    }
  }
}
