package io.cero;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void shouldNameANumberWhenBuiltByMaven() {
    assertTrue(
        Version.current().matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
        () -> "not a version: " + Version.current());
  }
}
