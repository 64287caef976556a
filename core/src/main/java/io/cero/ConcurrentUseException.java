package io.cero;

/**
 * Two threads used one socket at the same time. A socket belongs to one thread at a time; it may
 * move from one to another between calls. This call did nothing; the other thread's call goes on.
 * Give each thread a socket of its own, or make the socket with {@link SocketOptions#shared}.
 */
public final class ConcurrentUseException extends CeroException {
  private static final long serialVersionUID = 1L;

  /**
   * Names both threads.
   *
   * @param socket the socket, for instance {@code "the PUSH socket"}
   * @param user the name of the thread that is inside a call of the socket
   * @param intruder the name of the thread whose call is refused
   */
  public ConcurrentUseException(String socket, String user, String intruder) {
    super(
        "thread '"
            + intruder
            + "' used "
            + socket
            + " while thread '"
            + user
            + "' is inside one of its calls: give each thread a socket of its own, or take turns");
  }
}
