package io.cero.benchmarks;

/**
 * A value of a line that the table shows.
 *
 * @param name the process's name, a dot, the value's name
 * @param title what it is, with its unit
 */
record Metric(String name, String title) {}
