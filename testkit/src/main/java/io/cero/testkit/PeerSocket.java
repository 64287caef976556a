package io.cero.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A socket of a {@link Peer}.
 *
 * <p>Thread-safe: it does its requests one after the other, in the order they were made. Every
 * method but the {@code start…} ones waits for the answer, and fails with {@link PeerException}
 * when the peer refuses, dies, or takes longer than the deadline ({@link Peers#DEADLINE}, plus the
 * timeout where one is given).
 */
public interface PeerSocket extends AutoCloseable {

  /**
   * Binds, and returns the actual endpoint: {@code tcp://127.0.0.1:*} becomes one with the port.
   *
   * @param endpoint where to listen
   */
  String bind(String endpoint);

  /** Stops listening there. */
  void unbind(String endpoint);

  /** Starts to connect; returns at once, and the peer retries until it succeeds. */
  void connect(String endpoint);

  /** Gives up that connection. */
  void disconnect(String endpoint);

  /** Sets an option; names and values as in {@link Peer#open(String, java.util.Map)}. */
  void setOption(String name, Object value);

  /** Subscribes SUB to a prefix, or joins DISH to a group. */
  void subscribe(byte[] prefix);

  /** Takes one subscription back. */
  void unsubscribe(byte[] prefix);

  /**
   * Sends one message, waiting at most {@link Peers#DEADLINE} for room.
   *
   * <p>ROUTER's first frame is the identity, SERVER's the four-byte routing id, RADIO's the group;
   * they receive the like.
   */
  void send(byte[]... frames);

  /**
   * Sends one message if there is room within the timeout.
   *
   * @return whether it was sent
   */
  boolean trySend(Duration timeout, byte[]... frames);

  /** Receives one message, or nothing within the timeout. */
  Optional<List<byte[]>> receive(Duration timeout);

  /** Receives one message, and fails with {@link PeerException} if none comes by the deadline. */
  default List<byte[]> receive() {
    return receive(Peers.DEADLINE)
        .orElseThrow(
            () ->
                new PeerException(
                    "nothing was received within " + Peers.DEADLINE.toSeconds() + " s"));
  }

  /** Waits until a message can be received, and says whether one can. */
  boolean awaitReadable(Duration timeout);

  /** Waits until a message can be sent, and says whether one can. */
  boolean awaitWritable(Duration timeout);

  /**
   * Begins to record the socket's events for {@link #event}. Call before binding or connecting.
   *
   * @throws UnsupportedOperationException if the peer cannot
   */
  void monitor();

  /** The next recorded event, or nothing within the timeout. */
  Optional<PeerEvent> event(Duration timeout);

  /**
   * Waits for the next event of this name, passing over others.
   *
   * @param name libzmq's name without {@code ZMQ_EVENT_}, such as {@code HANDSHAKE_SUCCEEDED}
   * @throws PeerException if none comes by the deadline
   */
  default PeerEvent awaitEvent(String name) {
    long end = System.nanoTime() + Peers.DEADLINE.toNanos();
    StringBuilder others = new StringBuilder();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      PeerEvent event =
          event(left)
              .orElseThrow(
                  () -> new PeerException("no event " + name + " came, only these:" + others));
      if (event.name().equals(name)) {
        return event;
      }
      others.append(' ').append(event.name());
    }
  }

  /** Sends back each of the next {@code count} messages as it is; counts them. */
  CompletableFuture<Tally> startEcho(int count);

  /**
   * Sends {@code count} messages of one frame, {@link Bodies#generate generated} from {@code seed},
   * {@code seed + 1} and so on, and checks that each comes back as it was before sending the next;
   * counts the answers.
   */
  CompletableFuture<Tally> startAsk(int count, int size, long seed);

  /** Receives {@code count} messages; counts them. */
  CompletableFuture<Tally> startDrain(int count);

  /**
   * Sends {@code count} messages of one frame, {@link Bodies#generate generated} from {@code seed},
   * {@code seed + 1} and so on; counts them.
   */
  CompletableFuture<Tally> startFlood(int count, int size, long seed);

  /** {@link #startEcho}, waited for. */
  default Tally echo(int count) {
    return PeerException.await(startEcho(count));
  }

  /** {@link #startAsk}, waited for. */
  default Tally ask(int count, int size, long seed) {
    return PeerException.await(startAsk(count, size, seed));
  }

  /** {@link #startDrain}, waited for. */
  default Tally drain(int count) {
    return PeerException.await(startDrain(count));
  }

  /** {@link #startFlood}, waited for. */
  default Tally flood(int count, int size, long seed) {
    return PeerException.await(startFlood(count, size, seed));
  }

  /** Closes the socket, which then lingers as its option says. Further calls do nothing. */
  @Override
  void close();
}
