package io.cero.explore;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A selector of a model: over keys that scenarios make ready. */
public final class ModelSelector extends Selector {
  /** A key over no channel: ready from {@link #arrive} until {@link #read}. */
  public final class Key extends SelectionKey {
    private int bytes;
    private boolean interested = true;
    private boolean armed;

    private Key(Object handler) {
      attach(handler);
    }

    /** Bytes come in. */
    public void arrive() {
      Hooks.step();
      bytes++;
    }

    /** Changes the interest; a select that is under way does not know. */
    public void interested(boolean now) {
      Hooks.step();
      interested = now;
    }

    /** Takes the bytes that are there. */
    public int read() {
      Hooks.step();
      int count = bytes;
      bytes = 0;
      return count;
    }

    /** True if bytes are there. */
    public boolean isPending() {
      return bytes > 0;
    }

    private boolean isReady() {
      return armed && bytes > 0;
    }

    @Override
    public SelectableChannel channel() {
      throw new UnsupportedOperationException("a model has no channels");
    }

    @Override
    public Selector selector() {
      return ModelSelector.this;
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public void cancel() {
      keys.remove(this);
    }

    @Override
    public int interestOps() {
      return OP_READ;
    }

    @Override
    public SelectionKey interestOps(int operations) {
      return this;
    }

    @Override
    public int readyOps() {
      return OP_READ;
    }
  }

  private final List<Key> keys = new ArrayList<>();
  private boolean woken;
  private boolean closed;

  /** Registers a handler. */
  public Key register(Object handler) {
    Key key = new Key(handler);
    keys.add(key);
    return key;
  }

  private void arm() {
    Hooks.step();
    for (Key key : keys) {
      key.armed = key.interested;
    }
  }

  private boolean mayReturn() {
    return woken || keys.stream().anyMatch(Key::isReady);
  }

  private int serve(Consumer<SelectionKey> action) {
    woken = false;
    int count = 0;
    for (Key key : List.copyOf(keys)) {
      if (key.isReady()) {
        action.accept(key);
        count++;
      }
    }
    return count;
  }

  @Override
  public int select(Consumer<SelectionKey> action) {
    arm();
    Worker worker = (Worker) Thread.currentThread();
    worker.model().block(worker, Model.Doing.SELECTING, this::mayReturn);
    return serve(action);
  }

  @Override
  public int select(Consumer<SelectionKey> action, long timeout) {
    arm();
    Worker worker = (Worker) Thread.currentThread();
    worker.model().block(worker, Model.Doing.SELECTING_FOR_A_TIME, this::mayReturn);
    return serve(action);
  }

  @Override
  public int selectNow(Consumer<SelectionKey> action) {
    arm();
    return serve(action);
  }

  @Override
  public Selector wakeup() {
    Hooks.step();
    woken = true;
    return this;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Set<SelectionKey> keys() {
    return new HashSet<>(keys);
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    throw new UnsupportedOperationException("use the forms with an action");
  }

  @Override
  public int select(long timeout) {
    throw new UnsupportedOperationException("use the forms with an action");
  }

  @Override
  public int select() {
    throw new UnsupportedOperationException("use the forms with an action");
  }

  @Override
  public SelectorProvider provider() {
    throw new UnsupportedOperationException("a model has no channels");
  }
}
