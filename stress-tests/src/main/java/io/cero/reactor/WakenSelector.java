package io.cero.reactor;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/** A selector that only remembers that it was woken. */
final class WakenSelector extends Selector {
  private volatile boolean woken;

  boolean isWoken() {
    return woken;
  }

  @Override
  public Selector wakeup() {
    woken = true;
    return this;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public SelectorProvider provider() {
    throw new UnsupportedOperationException("it selects nothing");
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    return 0;
  }

  @Override
  public int select() {
    return 0;
  }

  @Override
  public void close() {}
}
